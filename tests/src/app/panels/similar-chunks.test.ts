import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findSimilarChunks } from '../../../../src/app/panels/similar-chunks.ts'

const at = (...features: number[]) => ({ features })

test('the nearest come first, without the chunk itself', () => {
  const chunks = [at(0, 0), at(3, 4), at(1, 0), at(0, 0), at(0, -2)]
  expect(findSimilarChunks(chunks, 0, 3)).toEqual([
    { chunk: 3, distance: 0 },
    { chunk: 2, distance: 1 },
    { chunk: 4, distance: 2 },
  ])
  expect(findSimilarChunks(chunks, 0, 5).map(({ chunk }) => chunk)).toEqual([3, 2, 4, 1])
})

test('at equal distance the earlier chunk comes first', () => {
  expect(findSimilarChunks([at(5), at(1), at(-1), at(0)], 3, 2).map(({ chunk }) => chunk)).toEqual([1, 2])
})

test('one chunk alone, or a missing chunk, has no similar chunks', () => {
  expect(findSimilarChunks([at(1)], 0, 5)).toEqual([])
  expect(findSimilarChunks([at(1)], 4, 5)).toEqual([])
})

test('no omitted chunk is nearer than a returned one', () => {
  const vector = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(fc.array(vector, { minLength: 1, maxLength: 40 }), fc.nat(), (vectors, seed) => {
      const own = seed % vectors.length
      const distance = (i: number) => Math.hypot(...vectors[i]!.map((x, d) => x - vectors[own]![d]!))
      const found = findSimilarChunks(
        vectors.map((features) => ({ features })),
        own,
        5,
      )
      expect(found).toHaveLength(Math.min(5, vectors.length - 1))
      const farthest = Math.max(0, ...found.map((one) => distance(one.chunk)))
      const inside = new Set(found.map(({ chunk }) => chunk))
      vectors.forEach((_, i) => {
        if (i !== own && !inside.has(i)) expect(distance(i)).toBeGreaterThanOrEqual(farthest - 1e-9)
      })
    }),
  )
})
