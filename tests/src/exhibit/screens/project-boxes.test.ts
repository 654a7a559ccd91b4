import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SongChunk } from '../../../../audio/song/song.ts'
import { projectBoxes } from '../../../../src/exhibit/screens/project-boxes.ts'
import { anyChunks, someChunks } from '../../../scenes/sample-chunks.ts'

const createChunks = (positions: readonly number[][]): SongChunk[] =>
  someChunks(positions.length).map((chunk, i) => ({
    ...chunk,
    position: positions[i] as [number, number, number],
    features: [],
    map: [0, 0],
    trust: 1,
  }))

test('all boxes of any embedding are inside the picture, farthest first', () => {
  const position = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -40, max: 40, noNaN: true })))
  fc.assert(
    fc.property(anyChunks, fc.array(position, { minLength: 60, maxLength: 60 }), (outline, positions) => {
      const chunks = createChunks(positions)
        .slice(0, outline.length)
        .map((chunk, i) => ({ ...chunk, ...outline[i] }))
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

test('higher boxes are higher in the picture, nearer ones are drawn later', () => {
  const { boxes } = projectBoxes({
    chunks: createChunks([
      [0, 1, 0],
      [0, -1, 0],
      [0, 0, 2],
      [0, 0, -2],
    ]),
  })
  const box = (chunk: number) => boxes.find(({ chunk: other }) => other === chunk)
  expect(box(0)?.y).toBeLessThan(box(1)?.y as number)
  expect(boxes.findIndex(({ chunk }) => chunk === 2)).toBeGreaterThan(boxes.findIndex(({ chunk }) => chunk === 3))
})

test('a single box is centered and fills at least 30 % of the picture', () => {
  const [box] = projectBoxes({ chunks: createChunks([[0, 0, 0]]) }).boxes
  expect(box).toMatchObject({ x: 0.5, y: 0.5 })
  expect(box?.edge).toBeGreaterThan(0.3)
})
