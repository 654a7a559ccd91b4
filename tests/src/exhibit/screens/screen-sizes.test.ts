import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeScreenSizes } from '../../../../src/exhibit/screens/screen-sizes.ts'

const full = (width: number, height: number, diagonalInches: number, bottomCm = 0) => {
  const size = { width, height }
  const pixelsPerMm = Math.hypot(width, height) / (diagonalInches * 25.4)
  const { textPx, outOfReachPx } = computeScreenSizes(size, size, { diagonalInches, bottomCm })
  return { textMm: textPx / pixelsPerMm, textPx, reachedCm: (height - outOfReachPx) / pixelsPerMm / 10, outOfReachPx }
}

test('texts have six millimeters or more on small desks, and twelve at most on walls', () => {
  expect(full(1920, 1080, 24).textMm).toBeCloseTo(6)
  expect(full(3840, 2160, 27).textMm).toBeCloseTo(6)
  expect(full(3840, 2160, 98).textMm).toBeCloseTo(12)
  // Between the two a picture looks the same with any number of pixels.
  expect(full(3840, 2160, 43).textMm).toBeCloseTo(full(1920, 1080, 43).textMm, 0)
})

test('controls are within 120 cm above the floor, on a tall screen and on one that hangs high', () => {
  expect(full(1920, 1080, 43).outOfReachPx).toBe(0)
  // 122 cm high, 40 cm above the floor.
  expect(full(1080, 1920, 55, 40).reachedCm).toBeCloseTo(80)
  expect(full(3840, 2160, 98, 60).reachedCm).toBeCloseTo(60)
})

test('on any screen texts are legible and leave room, and less than a half is reached only where the screen hangs too high', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 320, max: 7680 }),
      fc.integer({ min: 320, max: 7680 }),
      fc.double({ min: 5, max: 250, noNaN: true }),
      fc.double({ min: 0, max: 300, noNaN: true }),
      (width, height, diagonalInches, bottomCm) => {
        const { textPx, outOfReachPx } = full(width, height, diagonalInches, bottomCm)
        expect(textPx).toBeGreaterThanOrEqual(15)
        expect(textPx).toBeLessThanOrEqual(Math.max(15, 0.032 * Math.min(width, height)))
        expect(outOfReachPx).toBeGreaterThanOrEqual(0)
        expect(outOfReachPx).toBeLessThanOrEqual(0.55 * height + 1e-6)
      },
    ),
  )
})
