import fc from 'fast-check'
import { expect, test } from 'vitest'
import { trimBlocks } from '../../../audio/decoding/trim-blocks.ts'
import { collectBlocks } from '../../chunks.ts'

test('blocks of any lengths are trimmed as their whole is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(9), { maxLength: 12 }), fc.nat(60), fc.nat(60), async (lengths, start, end) => {
      let next = 0
      const blocks = async function* () {
        for (const length of lengths) yield [Float32Array.from({ length }, () => next++)]
      }
      const total = lengths.reduce((sum, length) => sum + length, 0)
      const expected = Array.from({ length: total }, (_, i) => i).slice(start, Math.max(start, end))
      expect([...((await collectBlocks(trimBlocks(blocks(), start, end)))[0] ?? [])]).toEqual(expected)
    }),
  )
})
