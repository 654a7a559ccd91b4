import { expect, test } from 'vitest'
import { computeDistanceGain } from '../../../../audio/playback/distance-gain.ts'
import { createRingLaw, panStereo } from '../../../../audio/playback/speakers/pan-laws.ts'
import { createSpeakerMixer } from '../../../../audio/playback/speakers/speaker-mixer.ts'

const RATE = 44_100
const BLOCK = 128
const ring = [0, 45, 90, 135, 180, 225, 270, 315]
const openRing = () => createSpeakerMixer(RATE, BLOCK, createRingLaw(ring), 8, 4, 2)
const ones = new Float32Array(BLOCK).fill(1)

test('a sound comes out of the loudspeaker that it is at, softer from afar', () => {
  const mixer = openRing()
  mixer.positions.set([6, 0, 0], 3)
  mixer.clear()
  mixer.addInput(1, ones, 1)
  for (const [speaker, channel] of mixer.outputs[1]!.entries())
    for (const value of channel) expect(value).toBeCloseTo(speaker === 2 ? computeDistanceGain(6) : 0, 6)
  expect(mixer.outputs[0]!.every((channel) => channel.every((value) => value === 0))).toBe(true)
})

test('a sound begins where it is, and goes on smoothly', () => {
  const mixer = openRing()
  mixer.positions.set([0, 0, -2], 0)
  const render = (block: Float32Array | undefined) => {
    mixer.clear()
    mixer.addInput(0, block, 0)
    return mixer.outputs[0]!.map((channel) => channel.slice())
  }
  render(ones)
  mixer.positions.set([2, 0, 0], 0)
  let before = render(ones)
  for (let block = 0; block < 100; block++) {
    const next = render(ones)
    next.forEach((channel, speaker) => {
      expect(Math.abs(channel[0]! - before[speaker]![BLOCK - 1]!)).toBeLessThan(0.01)
    })
    before = next
  }
  expect(before[2]![0]).toBeCloseTo(computeDistanceGain(2), 3)
  render(undefined)
  mixer.positions.set([-2, 0, 0], 0)
  expect(render(ones)[6]![0]).toBeCloseTo(computeDistanceGain(2), 3)
})

test('several sounds add up in each output', () => {
  const mixer = createSpeakerMixer(RATE, BLOCK, panStereo, 2, 4, 2)
  mixer.positions.set([0, 0, -1, 0, 0, -1], 0)
  mixer.clear()
  mixer.addInput(0, ones, 0)
  mixer.addInput(1, ones, 0)
  expect(mixer.outputs[0]![0]![5]).toBeCloseTo(2 * Math.SQRT1_2, 6)
})
