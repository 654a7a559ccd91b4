import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { AudioTrack } from '../../../../audio/decoding/audio-track.ts'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openMpegTrack } from '../../../../audio/decoding/formats/mpeg-track.ts'
import { openWavTrack } from '../../../../audio/decoding/formats/wav-track.ts'
import { collectBlocks, makeChunk, packFields } from '../../../chunks.ts'
import { makeFormat, makeRiff } from '../../../riff.ts'

async function decode(bytes: Uint8Array<ArrayBuffer>) {
  const track = await openWavTrack(createMemorySource(bytes), Infinity)
  if (!track) throw new Error('This is no WAV.')
  const channels = await collectBlocks(track.decode())
  expect(channels[0]?.length ?? 0).toBe(track.frames)
  return { ...track, samples: channels }
}

test.each([
  ['clip-ima.wav', 3051, '5024efcd239aa7a5cd16a9c08ecd751b074a17d41fced3628b06c09df40797a2'],
  ['clip-ms.wav', 3036, 'c23b203d63993c223f799b97871619d9d003da5307684f566644519c84663b4c'],
])('ADPCM of %s is decoded as ffmpeg decodes it', async (name, frames, sha256) => {
  const bytes = new Uint8Array(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url)))
  const { samples } = await decode(bytes)
  const interleaved = Int16Array.from({ length: 2 * frames }, (_, i) => 32768 * samples[i % 2]![i >> 1]!)
  expect(samples[0]!.length).toBe(frames)
  expect(createHash('sha256').update(interleaved).digest('hex')).toBe(sha256)
})

test('the padding in the last packet of ADPCM is left out, a packet that is cut off is decoded as far as it goes', async () => {
  const more = packFields(['u16', 2], ['u16', 41])
  const format = makeFormat({ tag: 0x11, bits: 4, blockAlign: 24, more })
  const make = (fact: number, bytes: number) =>
    makeRiff(
      makeChunk('fmt ', format),
      makeChunk('fact', packFields(['u32', fact])),
      makeChunk('data', new Uint8Array(bytes)),
    )
  expect((await decode(make(75, 48))).frames).toBe(75)
  expect((await decode(make(30, 48))).frames).toBe(82)
  expect((await decode(make(0, 48))).frames).toBe(82)
  expect((await decode(make(0, 24 + 13))).frames).toBe(41 + 17)
})

test('mp3 within WAV is that mp3', async () => {
  const mp3 = new Uint8Array(readFileSync(new URL('../../../fixtures/tagged.mp3', import.meta.url)))
  const format = makeChunk(
    'fmt ',
    makeFormat({ tag: 0x55, rate: 44100, bits: 0, blockAlign: 1, more: new Uint8Array(14) }),
  )
  const { samples, sampleRate } = await decode(makeRiff(format, makeChunk('data', mp3), makeChunk('LIST', 'abcd')))
  const track = (await openMpegTrack(createMemorySource(mp3), Infinity)) as AudioTrack
  expect(sampleRate).toBe(44100)
  expect(samples).toEqual(await collectBlocks(track.decode()))
  expect(samples[0]).toHaveLength(4 * 44100)
  const empty = makeRiff(format, makeChunk('data', new Uint8Array(50)))
  await expect(openWavTrack(createMemorySource(empty), Infinity)).rejects.toThrow(/no frame/)
})
