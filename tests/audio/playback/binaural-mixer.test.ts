import { expect, test } from 'vitest'
import { BLOCK_SAMPLES } from '../../../audio/playback/binaural-ears.ts'
import { openNodeMixer } from '../../e2e/engines/sound/node-binaural.ts'

const RATE_HZ = 44_100
const openBlock = () => new Float32Array(BLOCK_SAMPLES)
const loud = openBlock().fill(0.5)
const isSilent = (block: Float32Array) => block.every((value) => value === 0)

test('a sound rings out, then costs nothing, and begins again where it is by then', async () => {
  const mixer = await openNodeMixer(RATE_HZ, 2)
  const [left, right] = [openBlock(), openBlock()]
  mixer.addInput(0, loud, -1, 0, 0, left, right)
  mixer.addInput(0, null, -1, 0, 0, left.fill(0), right.fill(0))
  expect(isSilent(left)).toBe(false)
  for (let block = 0; block < 4; block++) mixer.addInput(0, null, -1, 0, 0, left.fill(0), right.fill(0))
  expect(isSilent(left)).toBe(true)

  const fresh = await openNodeMixer(RATE_HZ, 2)
  const [freshLeft, freshRight] = [openBlock(), openBlock()]
  mixer.addInput(0, loud, 1, 0, 0.2, left.fill(0), right.fill(0))
  fresh.addInput(0, loud, 1, 0, 0.2, freshLeft, freshRight)
  expect(left).toEqual(freshLeft)
  expect(right).toEqual(freshRight)
})

test('inputs add up', async () => {
  const place = [0.3, 0.2, -1] as const
  const [one, both] = [await openNodeMixer(RATE_HZ, 2), await openNodeMixer(RATE_HZ, 2)]
  const [left, right, left2, right2] = [openBlock(), openBlock(), openBlock(), openBlock()]
  one.addInput(0, loud, ...place, left, right)
  both.addInput(0, loud, ...place, left2, right2)
  both.addInput(1, loud, ...place, left2, right2)
  expect(left2).toEqual(left.map((value) => 2 * value))
  expect(right2).toEqual(right.map((value) => 2 * value))
})

test('a block of zeros is silence', async () => {
  const mixer = await openNodeMixer(RATE_HZ, 1)
  const [left, right] = [openBlock(), openBlock()]
  mixer.addInput(0, openBlock(), 1, 0, 0, left, right)
  expect(isSilent(left)).toBe(true)
})
