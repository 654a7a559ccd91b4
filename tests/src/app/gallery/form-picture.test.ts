import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFormPicture, drawForm } from '../../../../src/app/gallery/form-picture.ts'

const [WIDTH, HEIGHT] = [120, 90]
const draw = (positions: number[], yaw: number, durations = positions.filter((_, i) => i % 3 === 0).map(() => 0.5)) => {
  const pixels = new Uint8ClampedArray(4 * WIDTH * HEIGHT)
  drawForm(
    createFormPicture({ positions: Float32Array.from(positions), durations }, 'rainbow'),
    pixels,
    WIDTH,
    HEIGHT,
    yaw,
  )
  return pixels
}
const alpha = (pixels: Uint8ClampedArray, x: number, y: number) => pixels[4 * (y * WIDTH + x) + 3]
const isEmpty = (pixels: Uint8ClampedArray) => !pixels.some((value) => value > 0)

const coordinate = fc.float({ min: -3, max: 3, noNaN: true })
const form = fc
  .array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 60 })
  .map((points) => points.flat())
const yaw = fc.float({ min: 0, max: 7, noNaN: true })

test('from every side the whole form is within the picture, and nothing touches its border', () => {
  fc.assert(
    fc.property(form, yaw, (positions, yaw) => {
      const pixels = draw(positions, yaw)
      expect(isEmpty(pixels)).toBe(false)
      let border = 0
      for (let x = 0; x < WIDTH; x++) border += alpha(pixels, x, 0)! + alpha(pixels, x, HEIGHT - 1)!
      for (let y = 0; y < HEIGHT; y++) border += alpha(pixels, 0, y)! + alpha(pixels, WIDTH - 1, y)!
      expect(border).toBe(0)
    }),
  )
})

test('a full turn shows the same picture, and drawing leaves nothing of the last one', () => {
  fc.assert(
    fc.property(form, (positions) => {
      const picture = createFormPicture({ positions: Float32Array.from(positions), durations: [0.5] }, 'rainbow')
      const [pixels, again] = [0, 0].map(() => new Uint8ClampedArray(4 * WIDTH * HEIGHT))
      drawForm(picture, pixels!, WIDTH, HEIGHT, 0.4)
      drawForm(picture, again!, WIDTH, HEIGHT, 2.1)
      drawForm(picture, again!, WIDTH, HEIGHT, 0.4)
      expect(Buffer.from(again!).equals(Buffer.from(pixels!))).toBe(true)
    }),
  )
})

test('the nearer of two boxes covers the farther one', () => {
  // In time order the first chunk is red, the last violet.
  const front = draw([0, 0, 1, 0, 0, -1], 0)
  const back = draw([0, 0, -1, 0, 0, 1], 0)
  const sum = (pixels: Uint8ClampedArray, channel: number) =>
    pixels.reduce((total, value, i) => total + (i % 4 === channel ? value : 0), 0)
  expect(sum(front, 0) / sum(front, 2)).toBeGreaterThan(sum(back, 0) / sum(back, 2))
})

test('longer chunks are larger, and a form of nothing draws nothing', () => {
  const count = (pixels: Uint8ClampedArray) => pixels.filter((value, i) => i % 4 === 3 && value > 0).length
  const positions = [1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0]
  expect(count(draw(positions, 0, [4, 4, 4, 4]))).toBeGreaterThan(count(draw(positions, 0, [0.2, 0.2, 0.2, 0.2])))
  expect(isEmpty(draw([], 0))).toBe(true)
})
