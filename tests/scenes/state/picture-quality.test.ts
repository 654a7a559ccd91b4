import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  initialPictureQuality,
  MAX_QUALITY_STEP,
  nextPictureQuality,
  type PictureQuality,
  QUALITY_WINDOW_S,
} from '../../../scenes/state/picture-quality.ts'

const SMOOTH = { missed: 0, frame: 1 / 60 }
const MISSING = { missed: 0.6, frame: 1 / 35 }

const run = (quality: PictureQuality, seconds: number, { missed, frame }: typeof SMOOTH): PictureQuality => {
  let now = quality
  for (let t = 0; t < seconds; t += QUALITY_WINDOW_S) now = nextPictureQuality(now, missed, frame)
  return now
}

describe('nextPictureQuality', () => {
  test('gives up one step after two seconds of missed frames, and no more than all', () => {
    expect(run(initialPictureQuality, 1.5, MISSING).step).toBe(0)
    expect(run(initialPictureQuality, 2, MISSING).step).toBe(1)
    expect(run(initialPictureQuality, 4, MISSING).step).toBe(2)
    expect(run(initialPictureQuality, 60, MISSING).step).toBe(MAX_QUALITY_STEP)
  })

  test('a single slow moment changes nothing', () => {
    let quality = initialPictureQuality
    for (let k = 0; k < 20; k++) quality = run(run(quality, 1, MISSING), 0.5, SMOOTH)
    expect(quality.step).toBe(0)
  })

  test('brings a step back after ten seconds without a missed frame', () => {
    const reduced = run(initialPictureQuality, 4, MISSING)
    expect(run(reduced, 9.5, SMOOTH).step).toBe(2)
    expect(run(reduced, 10, SMOOTH).step).toBe(1)
    expect(run(reduced, 30, SMOOTH).step).toBe(0)
  })

  test('waits twice as long each time a step came back too early', () => {
    let quality = run(initialPictureQuality, 2, MISSING)
    const waits: number[] = []
    for (let k = 0; k < 4; k++) {
      let waited = 0
      while (quality.step === 1) {
        quality = run(quality, QUALITY_WINDOW_S, SMOOTH)
        waited += QUALITY_WINDOW_S
      }
      waits.push(waited)
      quality = run(quality, 2, MISSING)
    }
    expect(waits).toEqual([10, 20, 40, 80])
  })

  test('keeps the picture whole where it would not move at any step', () => {
    expect(run(initialPictureQuality, 60, { missed: 1, frame: 0.2 }).step).toBe(0)
  })

  test('is never out of range, and moves by one step at a time unless the picture stands still', () => {
    const windows = fc.array(
      fc.record({
        missed: fc.double({ min: 0, max: 1, noNaN: true }),
        frame: fc.double({ min: 0.005, max: 0.09, noNaN: true }),
      }),
    )
    fc.assert(
      fc.property(windows, (all) => {
        let quality = initialPictureQuality
        for (const { missed, frame } of all) {
          const next = nextPictureQuality(quality, missed, frame)
          expect(Math.abs(next.step - quality.step)).toBeLessThanOrEqual(1)
          expect(next.step).toBeGreaterThanOrEqual(0)
          expect(next.step).toBeLessThanOrEqual(MAX_QUALITY_STEP)
          quality = next
        }
      }),
    )
  })
})
