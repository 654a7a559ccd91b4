import { expect, test } from 'vitest'
import { createRoomImpulse as stepRoomImpulse } from '../../../../audio/playback/room/room-impulse.ts'
import { filterOctave, measureDecayTime } from './measure-decay.ts'

const RATE_HZ = 48_000
function createRoomImpulse(sampleRate: number) {
  const steps = stepRoomImpulse(sampleRate)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}
const { left, right } = createRoomImpulse(RATE_HZ)
const sumProducts = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)

test.each([
  [125, 0.9],
  [250, 0.9],
  [500, 0.9],
  [1000, 0.89],
  [2000, 0.86],
  [4000, 0.75],
  [8000, 0.6],
])('at %i Hz it decays by 60 dB in about %f s', (hertz, seconds) => {
  for (const ear of [left, right])
    expect(measureDecayTime(filterOctave(ear, hertz, RATE_HZ), RATE_HZ) / seconds).toBeCloseTo(1, 0.7)
})

test('it is the same in every run, and its mean energy is 1 at every rate', () => {
  expect(createRoomImpulse(RATE_HZ).left).toEqual(left)
  for (const rate of [22_050, RATE_HZ, 96_000]) {
    const impulse = createRoomImpulse(rate)
    const energy = (sumProducts(impulse.left, impulse.left) + sumProducts(impulse.right, impulse.right)) / 2
    expect(energy).toBeCloseTo(1, 4)
    for (const ear of [impulse.left, impulse.right]) expect(10 * Math.log10(sumProducts(ear, ear))).toBeCloseTo(0, 0)
  }
})

test('highs come from all around, basses from no side', () => {
  const coherence = (hertz: number) => {
    const [l, r] = [filterOctave(left, hertz, RATE_HZ), filterOctave(right, hertz, RATE_HZ)]
    return sumProducts(l, r) / Math.sqrt(sumProducts(l, l) * sumProducts(r, r))
  }
  expect(coherence(125)).toBeGreaterThan(0.7)
  for (const hertz of [2000, 4000, 8000]) expect(Math.abs(coherence(hertz))).toBeLessThan(0.2)
})

test('it begins after the direct sound, swells, and ends in silence', () => {
  const loudest = (from: number, to: number) =>
    left.subarray(from * RATE_HZ, to * RATE_HZ).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  expect(loudest(0, 0.018)).toBe(0)
  expect(loudest(0.018, 0.022)).toBeLessThan(0.1 * loudest(0.04, 0.07))
  expect(loudest(0.98, 1)).toBeLessThan(0.002 * loudest(0.04, 0.07))
})
