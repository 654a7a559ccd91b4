import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSha256, sha256, sha256File } from '../../../audio/song/sha256.ts'

test('in pieces of any length it is Web Crypto’s own', async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(pieces, async (pieces) => {
      const hash = createSha256()
      for (const piece of pieces) hash.add(piece)
      expect(hash.digest()).toBe(await sha256(Uint8Array.from(pieces.flatMap((piece) => Array.from(piece)))))
    }),
    { seed: 1, numRuns: 60 },
  )
})

test('a file too large for Web Crypto has the same hash', async () => {
  const file = new Blob([new Uint8Array(9 * 1024 * 1024).fill(7), 'tail'])
  expect(await sha256File(file, 1024)).toBe(await sha256File(file))
})
