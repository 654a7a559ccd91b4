import { expect, test } from 'vitest'
import { choosePlaybackFormat, createPlaybackConverter } from '../../../audio/decoding/playback-format.ts'
import { downmix } from '../../../audio/dsp/downmix.ts'

const MANY_BYTES = 1e9

test.each([
  [44100, 2, { kind: 'buffer', sampleRate: 44100, channels: 2, frames: 1000 }],
  [44100, 3, { kind: 'buffer', sampleRate: 44100, channels: 1, frames: 1000 }],
  [192000, 6, { kind: 'buffer', sampleRate: 48000, channels: 6, frames: 250 }],
  [5512, 1, { kind: 'buffer', sampleRate: 11024, channels: 1, frames: 2000 }],
])('%i Hz with %i channels is kept as Web Audio can play it', (sampleRate, channels, expected) => {
  expect(choosePlaybackFormat({ sampleRate, channels, frames: 1000 }, MANY_BYTES)).toEqual(expected)
})

test('a long sound is packed in mono', () => {
  const format = choosePlaybackFormat({ sampleRate: 44100, channels: 2, frames: 1000 }, 7999)
  expect(format).toEqual({ kind: 'packed', sampleRate: 44100, channels: 1, frames: 1000 })
})

/** Converts a sine in blocks of one length. */
function convertSine(sampleRate: number, blockLength: number): Float32Array {
  const frames = 4000
  const format = choosePlaybackFormat({ sampleRate, channels: 2, frames }, MANY_BYTES)
  const converter = createPlaybackConverter(sampleRate, format)
  const song = Float32Array.from({ length: frames }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / sampleRate))
  const blocks: Float32Array[] = []
  for (let at = 0; at < frames; at += blockLength) {
    const part = song.slice(at, at + blockLength)
    blocks.push(converter.push([part, part.slice()])[1]!)
  }
  blocks.push(converter.finish()[1]!)
  return Float32Array.from(blocks.flatMap((block) => Array.from(block)))
}

test.each([
  [5512, 11024],
  [44100, 44100],
  [96000, 48000],
])('a sine at %i Hz is the same sine at %i Hz', (sampleRate, playedRate) => {
  const samples = convertSine(sampleRate, 1000)
  expect(samples).toHaveLength((4000 * playedRate) / sampleRate)
  for (let i = 400; i < samples.length - 400; i++)
    expect(Math.abs(samples[i]! - Math.sin((2 * Math.PI * 440 * i) / playedRate))).toBeLessThan(1e-3)
  expect(convertSine(sampleRate, 313)).toEqual(samples)
})

test.each([2, 4, 6])('%i channels that cancel each other out are heard', (channels) => {
  const format = choosePlaybackFormat({ sampleRate: 44100, channels, frames: 1000 }, MANY_BYTES)
  const sine = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i / 10))
  const block = Array.from({ length: channels }, (_, c) =>
    c < 2 ? sine.map((x) => (c === 0 ? x : -x)) : sine.map(() => 0),
  )
  const played = createPlaybackConverter(44100, format).push(block)
  const mix = downmix(played)
  for (let i = 0; i < 1000; i++) expect(mix[i]).toBeCloseTo(sine[i]!, 5)
})
