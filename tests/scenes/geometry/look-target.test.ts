import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeLookTarget } from '../../../scenes/geometry/look-target.ts'
import { anyChunks, chunksOf } from '../sample-chunks.ts'

const HEART = { heartX: 1, heartZ: -7 }
const createBoxes = (chunks: ReturnType<typeof chunksOf>, place: (i: number) => number[]) => ({
  count: chunks.length,
  boundaries: Float64Array.from([0, ...chunks.map(({ end }) => end)]),
  position: Float32Array.from(chunks.flatMap((_, i) => place(i))),
})
const look = (boxes: ReturnType<typeof createBoxes>, time: number, lead: number) => {
  const out: [number, number, number] = [0, 0, 0]
  writeLookTarget(boxes, HEART, time, lead, out)
  return out
}

test('without a lead, and without boxes, it is the heart of the form', () => {
  const boxes = createBoxes(chunksOf([1, 1]), () => [9, 9, 9])
  expect(look(boxes, 0.5, 0)).toEqual([1, 1.75, -7])
  expect(
    look(
      createBoxes([], () => []),
      0,
      1,
    ),
  ).toEqual([1, 1.75, -7])
})

test('it is between the heart and the boxes that sound, at any time of any song, and moves without a jump', () => {
  fc.assert(
    fc.property(anyChunks, fc.double({ min: 0, max: 1, noNaN: true }), (chunks, share) => {
      const boxes = createBoxes(chunks, (i) => [i % 2 === 0 ? 3 : -3, 2, -7])
      const time = share * chunks.at(-1)!.end
      const [x, , z] = look(boxes, time, 1)
      expect(Math.abs(x)).toBeLessThan(3.001)
      expect(z).toBeCloseTo(-7, 5)
      expect(Math.abs(look(boxes, time + 0.01, 1)[0] - x)).toBeLessThan(0.2)
    }),
  )
})

test('it is where a box hangs before that box sounds', () => {
  const boxes = createBoxes(chunksOf([10, 10]), (i) => [i === 0 ? -3 : 3, 2, -7])
  expect(look(boxes, 5, 1)[0]).toBeCloseTo(-3, 5)
  expect(look(boxes, 9.6, 1)[0]).toBeGreaterThan(-0.5)
  expect(look(boxes, 12, 1)[0]).toBeCloseTo(3, 5)
})
