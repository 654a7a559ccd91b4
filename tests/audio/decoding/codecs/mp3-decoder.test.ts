import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Block } from '../../../../audio/block-stream.ts'
import { createMp3Decoder } from '../../../../audio/decoding/codecs/mp3-decoder.ts'
import golden from '../../../fixtures/mpeg-golden.json'
import { changeGranules, changeStereo, packLayer1, splitMpeg } from '../../../mpeg.ts'
import { readFixture } from '../../../track.ts'

const readFrames = (name: string): Uint8Array[] => splitMpeg(readFixture(name))
const stereo = readFrames('stereo.mp3')

/** Frames without that of a tag, and how near to ffmpeg's sound they have to come: its layers I and II are rounded. */
const streams: Record<keyof typeof golden, [frames: Uint8Array[], tolerance: number]> = {
  'untagged.mp3': [readFrames('untagged.mp3'), 2e-6],
  'stereo.mp3': [stereo, 2e-6],
  'vbr.mp3': [readFrames('vbr.mp3').slice(1), 2e-6],
  'low.mp3': [readFrames('low.mp3').slice(1), 2e-6],
  'tags.mp3': [readFrames('tags.mp3').slice(1), 2e-6],
  'clip.mp2': [readFrames('clip.mp2'), 5e-5],
  'low.mp2': [readFrames('low.mp2'), 5e-5],
  intensity: [changeStereo(stereo, 1), 2e-6],
  'intensity and mid-side': [changeStereo(stereo, 3), 2e-6],
  mixed: [changeGranules(stereo, ({ blockType }) => ({ isMixed: blockType === 2 })), 2e-6],
  'layer I': [splitMpeg(packLayer1(24)), 5e-5],
}

const decode = async (frames: Uint8Array[], channels: number): Promise<Block[]> => [
  ...(await createMp3Decoder()).decode(frames, channels),
]
/** A channel of successive blocks. */
const joinChannel = (blocks: Block[], c: number): number[] => blocks.flatMap((block) => [...block[c]!])

describe('decodes as ffmpeg', () => {
  test.each(Object.entries(streams))('%s', async (name, [frames, tolerance]) => {
    const { every, samples } = golden[name as keyof typeof golden]
    const blocks = await decode(frames, samples.length)
    samples.forEach((expected, c) => {
      const decoded = joinChannel(blocks, c)
      const error = expected.reduce((max, value, i) => Math.max(max, Math.abs(value - decoded[i * every]!)), 0)
      expect(error).toBeLessThan(tolerance)
      expect(Math.ceil(decoded.length / every)).toBe(expected.length)
    })
  })
})

test('gives the same samples for a stream in parts, and after a reset', async () => {
  const decoder = await createMp3Decoder()
  const whole = [...decoder.decode(stereo, 2)]
  decoder.reset()
  const parts = [stereo.slice(0, 5), stereo.slice(5, 6), [], stereo.slice(6)].flatMap((part) => [
    ...decoder.decode(part, 2),
  ])
  expect(joinChannel(parts, 1)).toEqual(joinChannel(whole, 1))
})

test('a stream whose beginning is missing is silent until its data are complete, then sounds as the whole', async () => {
  const whole = joinChannel(await decode(stereo, 2), 0)
  const rest = joinChannel(await decode(stereo.slice(10), 2), 0)
  expect(rest.length).toBe(whole.length - 10 * 1152)
  expect(Math.max(...rest.map(Math.abs))).toBeLessThan(0.2)
  // The reservoir and the overlap of two granules reach over few frames.
  expect(rest.slice(5 * 1152)).toEqual(whole.slice(15 * 1152))
})

test('frames that are cut off are silent behind the cut', async () => {
  for (const name of ['stereo.mp3', 'clip.mp2'] as const) {
    const [frames] = streams[name]
    const last = frames.at(-1)!
    const whole = joinChannel(await decode(frames, 2), 0)
    const cut = joinChannel(await decode([...frames.slice(0, -1), last.subarray(0, 60)], 2), 0)
    expect(cut.length).toBe(whole.length)
    expect(cut.slice(0, -1152)).toEqual(whole.slice(0, -1152))
    expect(Math.max(...cut.map(Math.abs))).toBeLessThan(0.2)
  }
})

test('a frame that no encoder writes is refused', async () => {
  const decoder = await createMp3Decoder()
  expect(() => [...decoder.decode([new Uint8Array(70_000)], 2)]).toThrow('too long')
})

test('gives these bits, the same in every engine', async () => {
  const [frames] = streams['vbr.mp3']
  const hash = createHash('sha256')
  for (const block of await decode(frames, 2)) for (const channel of block) hash.update(channel)
  expect(hash.digest('hex').slice(0, 16)).toBe('37f836888e74201b')
})
