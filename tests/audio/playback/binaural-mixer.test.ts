import { expect, test } from 'vitest'
import { BLOCK_SAMPLES } from '../../../audio/playback/binaural-ears.ts'
import type { BinauralMixer } from '../../../audio/playback/binaural-mixer.ts'
import { openNodeMixer } from '../../e2e/engines/sound/node-binaural.ts'

const RATE_HZ = 44_100
const loud = new Float32Array(BLOCK_SAMPLES).fill(0.5)
const isSilent = (block: Float32Array) => block.every((value) => value === 0)

/** The left ear of one block. */
function render(mixer: BinauralMixer, position: readonly number[], ...blocks: (Float32Array | undefined)[]) {
  mixer.clear()
  blocks.forEach((block, input) => {
    mixer.positions.set(position, 3 * input)
    mixer.addInput(input, block, 0)
  })
  return mixer.outputs[0]?.left.slice() as Float32Array
}

test('a sound rings out, then costs nothing, and begins again where it is by then', async () => {
  const mixer = await openNodeMixer(RATE_HZ, 1)
  render(mixer, [-1, 0, 0], loud)
  expect(isSilent(render(mixer, [-1, 0, 0], undefined))).toBe(false)
  for (let block = 0; block < 3; block++) render(mixer, [-1, 0, 0], undefined)
  expect(isSilent(render(mixer, [-1, 0, 0], undefined))).toBe(true)
  const fresh = await openNodeMixer(RATE_HZ, 1)
  expect(render(mixer, [1, 0, 0.2], loud)).toEqual(render(fresh, [1, 0, 0.2], loud))
})

test('inputs add up', async () => {
  const one = render(await openNodeMixer(RATE_HZ, 2), [0.3, 0.2, -1], loud)
  const both = render(await openNodeMixer(RATE_HZ, 2), [0.3, 0.2, -1], loud, loud)
  expect(both).toEqual(one.map((value) => 2 * value))
})

test('a block of zeros, and one of another length, is silence', async () => {
  const mixer = await openNodeMixer(RATE_HZ, 2)
  expect(isSilent(render(mixer, [1, 0, 0], new Float32Array(BLOCK_SAMPLES), loud.subarray(1)))).toBe(true)
})
