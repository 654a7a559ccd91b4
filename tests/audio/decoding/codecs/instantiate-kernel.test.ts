import { expect, test } from 'vitest'
import { instantiateKernel } from '../../../../audio/decoding/codecs/instantiate-kernel.ts'
import { mp3 } from '../../../../audio/decoding/kernels/build/mp3.ts'

type Exports = { getInput: () => number; getMaxBytes: () => number }

test('starts a decoder kernel with a memory of its own each time', async () => {
  const first = await instantiateKernel<Exports>(mp3)
  const second = await instantiateKernel<Exports>(mp3)
  expect(first.memory).not.toBe(second.memory)
  expect(first.getInput() + first.getMaxBytes()).toBeLessThanOrEqual(first.memory.buffer.byteLength)
})
