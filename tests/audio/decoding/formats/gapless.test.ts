import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { readMpegTag } from '../../../../audio/decoding/formats/gapless.ts'
import { findMpegFrame, readMpegFrame } from '../../../../audio/decoding/formats/mpeg.ts'
import { readHead } from '../../../../audio/decoding/read-head.ts'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url)))

test('reads MPEG frame headers', () => {
  expect(readMpegFrame(Uint8Array.of(0xff, 0xfb, 0x90, 0x64), 0)).toMatchObject({
    bytes: 417,
    samples: 1152,
    sampleRate: 44100,
    channels: 2,
  })
  expect(readMpegFrame(Uint8Array.of(0xff, 0xf3, 0x48, 0xc4), 0)).toMatchObject({
    samples: 576,
    sampleRate: 16000,
    channels: 1,
  })
  expect(readMpegFrame(Uint8Array.of(0xff, 0xfb, 0xf0, 0x64), 0)).toBeUndefined()
  expect(readMpegFrame(Uint8Array.of(0xff, 0xfb), 0)).toBeUndefined()
})

const readTrim = (bytes: Uint8Array) => {
  const frame = findMpegFrame(bytes)
  return frame && readMpegTag(bytes, frame)?.trim
}

test('trims encoder delay and padding', () => {
  const { start, end } = readTrim(fixture('tagged.mp3'))!
  // 576 samples of LAME's delay and 529 of the decoder's; four seconds of song.
  expect(start).toBe(1105)
  expect(end - start).toBe(4 * 44100)
})

test('trims nothing without a tag, or with an unknown encoder', () => {
  expect(readTrim(fixture('untagged.mp3'))).toBeUndefined()
  const unknown = fixture('tagged.mp3')
  const encoder = Buffer.from(unknown.buffer).indexOf('Lavc', 60)
  unknown.set(Buffer.from('GOGO'), encoder)
  expect(readTrim(unknown)).toBeUndefined()
})

test('finds no frames in random bytes', () => {
  expect(findMpegFrame(Uint8Array.of(1, 2, 0xff, 0xfb, 0x90, 0x64, 0, 0))).toBeUndefined()
})

test('finds frames behind several ID3v2 tags', async () => {
  const tag = new Uint8Array(10 + 100_000)
  tag.set(Buffer.from('ID3\x03\0\0\0\x06\x0d\x20', 'latin1'))
  const bytes = Uint8Array.from(Buffer.concat([tag.slice(0, 10 + 100_000), tag, fixture('untagged.mp3')]))
  expect(findMpegFrame(bytes)?.at).toBe(2 * tag.length)
  expect(findMpegFrame(await readHead(createMemorySource(bytes)))?.at).toBe(2 * tag.length)
})
