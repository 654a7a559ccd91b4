import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SongChunk } from '../../../../audio/song/song.ts'
import { projectBoxes } from '../../../../src/session/library/thumbnail.ts'
import { anyChunks, someChunks } from '../../../scenes/sample-chunks.ts'

const at = (positions: readonly number[][]): SongChunk[] =>
  someChunks(positions.length).map((chunk, i) => ({
    ...chunk,
    position: positions[i] as [number, number, number],
    features: [],
    map: [0, 0],
    trust: 1,
  }))

test('every box of any form is inside the picture, farthest first', () => {
  const place = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -40, max: 40, noNaN: true })))
  fc.assert(
    fc.property(anyChunks, fc.array(place, { minLength: 60, maxLength: 60 }), (cuts, places) => {
      const chunks = at(places)
        .slice(0, cuts.length)
        .map((chunk, i) => ({ ...chunk, ...cuts[i] }))
      const { boxes, colors } = projectBoxes({ chunks })
      expect(boxes.map(({ chunk }) => chunk).sort((a, b) => a - b)).toEqual(chunks.map((_, i) => i))
      expect(colors).toHaveLength(chunks.length * 3)
      boxes.forEach(({ x, y, edge, depth }, i) => {
        expect(Math.min(x, y) - edge / 2).toBeGreaterThanOrEqual(0)
        expect(Math.max(x, y) + edge / 2).toBeLessThanOrEqual(1)
        expect(depth).toBeGreaterThanOrEqual(boxes[i - 1]?.depth ?? Number.NEGATIVE_INFINITY)
      })
    }),
  )
})

test('up is up, and what is nearer to the eye comes later', () => {
  const { boxes } = projectBoxes({
    chunks: at([
      [0, 1, 0],
      [0, -1, 0],
      [0, 0, 2],
      [0, 0, -2],
    ]),
  })
  const box = (chunk: number) => boxes.find((one) => one.chunk === chunk)
  expect(box(0)?.y).toBeLessThan(box(1)?.y as number)
  expect(boxes.findIndex(({ chunk }) => chunk === 2)).toBeGreaterThan(boxes.findIndex(({ chunk }) => chunk === 3))
})

test('a form of one box fills a good part of the picture', () => {
  const [box] = projectBoxes({ chunks: at([[0, 0, 0]]) }).boxes
  expect(box).toMatchObject({ x: 0.5, y: 0.5 })
  expect(box?.edge).toBeGreaterThan(0.3)
})
