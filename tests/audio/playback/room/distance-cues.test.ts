import { expect, test } from 'vitest'
import { FAR_POINT } from '../../../../audio/playback/binaural-ears.ts'
import { createDistanceCues } from '../../../../audio/playback/room/distance-cues.ts'
import { createNearField } from '../../../../audio/playback/room/near-field.ts'

const nearField = createNearField()
function open(rate = 44_100, direction = Float64Array.of(0, 0, -1, 1)) {
  const cues = new Float64Array(6)
  return { cues, ...createDistanceCues(rate, 128, nearField, direction, cues) }
}

/** What the filter takes from a frequency, dB. */
const computeLoss = (share: number, hertz: number, rate: number) =>
  10 * Math.log10(1 + (2 * share * (1 - Math.cos((2 * Math.PI * hertz) / rate))) / (1 - share) ** 2)

/** ISO 9613-1, 20 °C, 50 %: dB per kilometer. */
const ISO = [
  [1000, 4.66],
  [2000, 9.86],
  [4000, 29.7],
  [8000, 105],
] as const

test.each([3, 6, 12, 25])('in %i m air takes what ISO 9613-1 says', (distance) => {
  for (const rate of [44_100, 48_000, 96_000]) {
    const { cues, jump, step } = open(rate)
    jump(distance)
    step(distance, 0, 1)
    for (const [hertz, lossPerKm] of ISO)
      expect(Math.abs(computeLoss(cues[0] as number, hertz, rate) - (lossPerKm * distance) / 1000)).toBeLessThan(0.15)
  }
})

test('from very far something is left', () => {
  const { cues, jump, step } = open()
  jump(500)
  step(500, 0, 1)
  expect(cues[0]).toBeLessThan(1)
})

test('a large box is wide when it is near, a small or far one is a point', () => {
  const { cues, jump, step } = open()
  const readSpread = (distance: number, size: number) => {
    jump(distance)
    step(distance, size, 1)
    return cues[1] as number
  }
  expect(readSpread(0.5, 0)).toBe(FAR_POINT[1])
  expect(readSpread(6, 0.34)).toBeLessThan(1.2 * FAR_POINT[1])
  expect(readSpread(1.5, 0.34)).toBeGreaterThan(2 * FAR_POINT[1])
  expect(readSpread(0.4, 0.34)).toBeGreaterThan(8 * FAR_POINT[1])
  expect(readSpread(0.05, 0.34)).toBeLessThanOrEqual(0.06)
})

test('without a room there is nothing of all this, and it comes in steps as small as its level', () => {
  const { cues, jump, step } = open(44_100, Float64Array.of(1, 0, 0, 1))
  jump(0.3)
  step(0.3, 0.3, 0)
  expect([...cues]).toEqual([...FAR_POINT])
  step(0.3, 0.3, 1)
  const [, , farLow, , nearLow] = cues
  expect(farLow).toBeLessThan(0.8)
  expect(nearLow).toBeGreaterThan(1.3)
  step(0.3, 0.3, 0.5)
  expect(cues[4]).toBeCloseTo((1 + (nearLow as number)) / 2, 10)
})

test('a distance that jumps is followed within a fifth of a second, and then rests', () => {
  const { cues, jump, step } = open()
  jump(1)
  step(1, 0, 1)
  let before = cues[0] as number
  let largest = 0
  for (let block = 0; block < 200; block++) {
    step(20, 0, 1)
    largest = Math.max(largest, (cues[0] as number) - before)
    before = cues[0] as number
  }
  const { cues: expected, ...there } = open()
  there.jump(20)
  there.step(20, 0, 1)
  expect(before).toBe(expected[0])
  expect(largest).toBeLessThan(0.15 * before)
})
