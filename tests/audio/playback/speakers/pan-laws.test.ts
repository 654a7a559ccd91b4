import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRingLaw, MAX_GAP_DEGREES, measureGaps, panStereo } from '../../../../audio/playback/speakers/pan-laws.ts'

const direction = (degrees: number, up = 0): [number, number, number] => {
  const turn = (degrees * Math.PI) / 180
  const lift = (up * Math.PI) / 180
  return [Math.sin(turn) * Math.cos(lift), Math.sin(lift), -Math.cos(turn) * Math.cos(lift)]
}
const anyTurn = fc.double({ min: -360, max: 720, noNaN: true })
const anyUp = fc.double({ min: -90, max: 90, noNaN: true })
const powerOf = (gains: Float64Array) => gains.reduce((sum, gain) => sum + gain * gain, 0)

/** 4 to 8 directions without a gap that no pair holds. */
const anyRing = fc
  .uniqueArray(fc.integer({ min: 0, max: 35 }), { minLength: 4, maxLength: 8 })
  .map((steps) => steps.map((step) => 10 * step))
  .filter((directions) => Math.max(...measureGaps(directions)) <= MAX_GAP_DEGREES)

describe('a pair', () => {
  const pan = (...at: [number, number, number]) => {
    const gains = new Float64Array(2)
    panStereo(...at, gains)
    return gains
  }
  test('keeps the power, and goes from left to right', () => {
    fc.assert(
      fc.property(anyTurn, anyUp, (turn, up) => {
        expect(powerOf(pan(...direction(turn, up)))).toBeCloseTo(1, 9)
      }),
    )
    expect([...pan(...direction(-90))]).toEqual([1, 0])
    expect(pan(...direction(90))[1]).toBeCloseTo(1, 9)
    expect(pan(...direction(0))[0]).toBeCloseTo(Math.SQRT1_2, 9)
    expect(pan(...direction(30))[1]!).toBeGreaterThan(pan(...direction(10))[1]!)
  })

  test('what is behind is heard in front, what is above in the middle', () => {
    fc.assert(
      fc.property(fc.double({ min: -90, max: 90, noNaN: true }), (turn) => {
        expect(pan(...direction(180 - turn))[0]).toBeCloseTo(pan(...direction(turn))[0]!, 6)
      }),
    )
    expect(pan(0, 1, 0)[0]).toBeCloseTo(Math.SQRT1_2, 9)
  })
})

describe('a ring', () => {
  const pan = (directions: number[], turn: number, up = 0) => {
    const gains = new Float64Array(directions.length)
    createRingLaw(directions)(...direction(turn, up), gains)
    return gains
  }

  test('a sound on a loudspeaker comes out of it alone', () => {
    fc.assert(
      fc.property(anyRing, fc.nat(), (directions, choice) => {
        const speaker = choice % directions.length
        const gains = pan(directions, directions[speaker]!)
        expect(gains[speaker]).toBeCloseTo(1, 6)
        expect(powerOf(gains)).toBeCloseTo(1, 9)
      }),
    )
  })

  test('a sound between two comes out of these two, with the same power', () => {
    fc.assert(
      fc.property(anyRing, anyTurn, fc.double({ min: -59, max: 59, noNaN: true }), (directions, turn, up) => {
        const gains = pan(directions, turn, up)
        expect(powerOf(gains)).toBeCloseTo(1, 9)
        const aside = directions.map((to, speaker) => ({ speaker, away: (((to - turn) % 360) + 360) % 360 }))
        const next = aside.reduce((a, b) => (b.away < a.away ? b : a))
        const before = aside.reduce((a, b) => (b.away > a.away ? b : a))
        gains.forEach((gain, speaker) => {
          expect(gain).toBeGreaterThanOrEqual(0)
          if (speaker !== next.speaker && speaker !== before.speaker) expect(gain).toBeLessThan(1e-6)
        })
      }),
    )
  })

  test('halfway both are equal, and nothing jumps on the way around', () => {
    const square = [45, 135, 225, 315]
    expect(pan(square, 0)[0]).toBeCloseTo(Math.SQRT1_2, 9)
    expect(pan(square, 0)[3]).toBeCloseTo(Math.SQRT1_2, 9)
    let before = pan(square, 0)
    for (let turn = 1; turn <= 360; turn++) {
      const gains = pan(square, turn)
      gains.forEach((gain, speaker) => void expect(Math.abs(gain - before[speaker]!)).toBeLessThan(0.05))
      before = gains
    }
  })

  test('what is overhead comes from everywhere, and gets there without a jump', () => {
    const ring = [0, 60, 120, 180, 240, 300]
    pan(ring, 20, 90).forEach((gain) => void expect(gain).toBeCloseTo(Math.sqrt(1 / 6), 6))
    let before = pan(ring, 20, 0)
    for (let up = 1; up <= 90; up++) {
      const gains = pan(ring, 20, up)
      expect(powerOf(gains)).toBeCloseTo(1, 9)
      gains.forEach((gain, speaker) => void expect(Math.abs(gain - before[speaker]!)).toBeLessThan(0.12))
      before = gains
    }
  })

  test('the order of the list does not matter to the place', () => {
    expect(pan([180, 0, 270, 90], 30)).toEqual(
      Float64Array.of(0, pan([0, 90, 180, 270], 30)[0]!, 0, pan([0, 90, 180, 270], 30)[1]!),
    )
  })
})

test('gaps are measured around the circle', () => {
  expect(measureGaps([30, -30, 110, -110])).toEqual([80, 140, 80, 60])
})
