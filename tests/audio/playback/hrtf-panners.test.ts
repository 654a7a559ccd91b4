import { expect, test, vi } from 'vitest'
import { createHrtfPanner } from '../../../audio/playback/hrtf-panners.ts'

const createNode = () => ({ connect: vi.fn(), gain: { value: 1 } })

function openContext(panner: object): BaseAudioContext {
  return { createPanner: () => panner, createGain: createNode } as unknown as BaseAudioContext
}

test('a panner is placed by its AudioParams', () => {
  const panner = { ...createNode(), positionX: { value: 0 }, positionY: { value: 0 }, positionZ: { value: 0 } }
  createHrtfPanner(openContext(panner), {} as AudioNode, [1, 2, -3], 1)
  expect([panner.positionX.value, panner.positionY.value, panner.positionZ.value]).toEqual([1, 2, -3])
})

test('an engine whose panners have no AudioParams places them by setPosition', () => {
  const panner = { ...createNode(), setPosition: vi.fn() }
  createHrtfPanner(openContext(panner), {} as AudioNode, [1, 2, -3], 1)
  expect(panner.setPosition).toHaveBeenCalledWith(1, 2, -3)
})
