import { describe, expect, test } from 'vitest'
import type { AudioTrack } from '../../../../audio/decoding/audio-track.ts'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openMpegRange, openMpegTrack } from '../../../../audio/decoding/formats/mpeg-track.ts'
import chromium from '../../../fixtures/chromium.json'
import { freeBitRate, joinBytes, makeId3, makeUint32, makeVbriFrame, packLayer1, splitMpeg } from '../../../mpeg.ts'
import { decodeTrack, readFixture } from '../../../track.ts'

const MAX_DURATION_S = 5400
const MP3_FRAME_SAMPLES = 1152
/** Encoder's and decoder's delay of the fixtures. */
const DELAY_SAMPLES = 1105

const tagged = readFixture('tagged.mp3')
const untagged = readFixture('untagged.mp3')
const vbr = readFixture('vbr.mp3')
const [vbrTag, ...vbrFrames] = splitMpeg(vbr) as [Uint8Array, ...Uint8Array[]]
const untaggedFrames = splitMpeg(untagged)

const open = async (...parts: (Uint8Array | string)[]): Promise<AudioTrack> => {
  const track = await openMpegTrack(createMemorySource(joinBytes(...parts)), MAX_DURATION_S)
  if (!track) throw new Error('no MPEG audio')
  return track
}
/** The first channel, whose length is that of the track. */
const decode = async (...parts: (Uint8Array | string)[]): Promise<Float32Array> => {
  const track = await open(...parts)
  const [samples] = await decodeTrack(track)
  expect(samples?.length).toBe(track.frames)
  return samples!
}
const join = (...parts: Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]))
const isSame = (a: Float32Array, b: Float32Array) => Buffer.from(a.buffer).equals(Buffer.from(b.slice().buffer))
/** Pearson's correlation of two signals without offset. */
const correlate = (a: Float32Array, b: Float32Array): number => {
  const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0)
  return sum((i) => a[i]! * b[i]!) / Math.sqrt(sum((i) => a[i]! ** 2) * sum((i) => b[i]! ** 2))
}

const songTagged = await decode(tagged)
const songUntagged = await decode(untagged)
const songVbr = await decode(vbr)
const allVbr = await decode(...vbrFrames)

describe('length and beginning', () => {
  test.each(['tagged.mp3', 'untagged.mp3', 'vbr.mp3'] as const)('%s as in Chromium', async (name) => {
    const expected = chromium[name]
    const track = await open(readFixture(name))
    expect(track).toMatchObject({
      sampleRate: expected.sampleRate,
      channels: expected.channels,
      frames: expected.frames,
    })
    expect((await decodeTrack(track))[0]!.length).toBe(expected.frames)
  })

  test('a variable bit rate without a tag: the frames are counted', async () => {
    expect(allVbr.length).toBe(vbrFrames.length * MP3_FRAME_SAMPLES)
    expect(isSame(allVbr.slice(DELAY_SAMPLES, DELAY_SAMPLES + songVbr.length), songVbr)).toBe(true)
  })

  test('a tag of 0 frames: the delay is taken off, all frames sound', async () => {
    const tag = Uint8Array.from(vbrTag)
    tag.set(makeUint32(0), tag.indexOf(0x58, 4) + 8)
    expect(isSame(await decode(tag, ...vbrFrames), allVbr.slice(DELAY_SAMPLES))).toBe(true)
  })

  test('a tag of too few frames: the delay is taken off, all frames sound', async () => {
    const tag = Uint8Array.from(vbrTag)
    tag.set(makeUint32(40), tag.indexOf(0x58, 4) + 8)
    expect(isSame(await decode(tag, ...vbrFrames), allVbr.slice(DELAY_SAMPLES))).toBe(true)
  })

  test("Fraunhofer's tag: its delay is that of encoder and decoder", async () => {
    const tag = makeVbriFrame(2353, vbr.length, vbrFrames.length)
    expect(isSame(await decode(tag, ...vbrFrames), allVbr.slice(2353))).toBe(true)
  })

  test.each(['\0', '\x01'])("iTunes' comment, encoding %j", async (encoding) => {
    const text = 'iTunSMPB\0 00000000 00000240 00000372 000000000002B110 00000000 00000000'
    const encoded = encoding === '\0' ? text : `\xff\xfe${[...text].map((letter) => `${letter}\0`).join('')}`
    const tag = makeId3([
      ['TIT2', '\0Song'],
      ['COMM', `${encoding}eng${encoded}`],
    ])
    expect(isSame(await decode(tag, untagged), songUntagged.slice(DELAY_SAMPLES, DELAY_SAMPLES + 0x2b110))).toBe(true)
    // The tag of LAME tells the same more surely.
    expect(isSame(await decode(tag, ...splitMpeg(tagged)), songTagged)).toBe(true)
  })

  test('20 % of a file: what is there', async () => {
    const part = tagged.slice(0, Math.floor(tagged.length / 5))
    const samples = await decode(part)
    expect(samples.length).toBeGreaterThan(0.15 * songTagged.length)
    expect(samples.length).toBeLessThan(0.25 * songTagged.length)
    expect(
      isSame(samples.slice(0, -2 * MP3_FRAME_SAMPLES), songTagged.slice(0, samples.length - 2 * MP3_FRAME_SAMPLES)),
    ).toBe(true)
  })

  test('a frame that is cut off sounds as far as it goes', async () => {
    expect((await decode(untagged.slice(0, -17))).length).toBe(songUntagged.length)
    expect((await decode(untagged.slice(0, 20 - untaggedFrames.at(-1)!.length))).length).toBe(
      songUntagged.length - MP3_FRAME_SAMPLES,
    )
  })
})

describe('joined files', () => {
  test('each is trimmed by its own tag', async () => {
    expect(isSame(await decode(tagged, tagged), join(songTagged, songTagged))).toBe(true)
  })

  test('a second one without a tag begins behind the frames that the first tag announces', async () => {
    expect(isSame(await decode(tagged, untagged), join(songTagged, songUntagged))).toBe(true)
    expect(isSame(await decode(untagged, tagged), join(songUntagged, songTagged))).toBe(true)
  })

  test('another rate and other channels: all in time and pitch of the first one', async () => {
    const track = await open(tagged, vbr)
    expect(track).toMatchObject({ sampleRate: 44100, channels: 1, frames: 2 * 4 * 44100 })
    const [samples] = await decodeTrack(track)
    expect(samples!.length).toBe(track.frames)
    // Both are the same four seconds of music.
    expect(correlate(samples!.slice(4 * 44100), songTagged)).toBeGreaterThan(0.9)
    const other = await open(vbr, tagged)
    expect(other).toMatchObject({ sampleRate: 48000, channels: 2, frames: 2 * 4 * 48000 })
    const [left, right] = await decodeTrack(other)
    expect(left!.length).toBe(other.frames)
    expect(isSame(left!.slice(4 * 48000), right!.slice(4 * 48000))).toBe(true)
    expect(correlate(left!.slice(4 * 48000), songVbr)).toBeGreaterThan(0.9)
  })

  test('another layer', async () => {
    const layer2 = readFixture('clip.mp2')
    expect((await open(untagged, layer2)).frames).toBe(
      songUntagged.length + splitMpeg(layer2).length * MP3_FRAME_SAMPLES,
    )
  })
})

describe('what is not sound', () => {
  /** Noise with many beginnings of headers. */
  const makeNoise = (length: number): Uint8Array => {
    let seed = 1
    return Uint8Array.from({ length }, (_, i) => {
      seed = (seed * 48271) % 2147483647
      return i % 5 === 0 ? 0xff : seed >> 8
    })
  }
  const junk = makeNoise(3000)
  const picture = makeNoise(100_000)

  test('two ID3v2 tags, the second of 100 kB', async () => {
    const tags = [makeId3([['TIT2', '\0Song']]), makeId3([['APIC', picture]])]
    expect(isSame(await decode(...tags, untagged), songUntagged)).toBe(true)
  })

  test('an ID3v2 tag between joined files', async () => {
    const tag = makeId3([['APIC', picture]])
    expect(isSame(await decode(tagged, tag, ...splitMpeg(tagged)), join(songTagged, songTagged))).toBe(true)
  })

  test('an ID3v2 tag that seems to be longer than the file', async () => {
    expect(isSame(await decode('ID3\x03\0\0\x7f\x7f\x7f\x7f', untagged), songUntagged)).toBe(true)
  })

  test('ID3v1, APE and Lyrics3 behind', async () => {
    const id3 = `TAG${'Song'.padEnd(125, '\0')}`
    const flags = (flag: number) => joinBytes(makeUint32(flag).toReversed(), '\0'.repeat(8))
    const size = makeUint32(picture.length + 32).toReversed()
    const ape = joinBytes('APETAGEX\xd0\x07\0\0', size, '\x01\0\0\0', flags(0xa0000000), picture)
    const footer = joinBytes('APETAGEX\xd0\x07\0\0', size, '\x01\0\0\0', flags(0x80000000))
    const lyrics = `LYRICSBEGININD0000200INF00004\xff\xfb\x90\x64LYRICSEND`
    expect(isSame(await decode(untagged, lyrics, ape, footer, id3), songUntagged)).toBe(true)
  })

  test('before and between the frames', async () => {
    const half = joinBytes(...untaggedFrames.slice(0, 70))
    expect(isSame(await decode(junk, half, junk, untagged.slice(half.length)), songUntagged)).toBe(true)
    expect(isSame(await decode(half, new Uint8Array(2_000_000), untagged.slice(half.length)), songUntagged)).toBe(true)
  })

  test('other containers, texts and noise are left to other readers', async () => {
    for (const bytes of [
      readFixture('clip.flac'),
      readFixture('clip.ogg'),
      readFixture('clip.m4a'),
      readFixture('clip.webm'),
      readFixture('clip.aac'),
      joinBytes('RIFF\0\0\0\0WAVE', untagged),
      joinBytes('no sound at all'),
      new Uint8Array(0),
      picture,
    ])
      expect(await openMpegTrack(createMemorySource(joinBytes(bytes)), MAX_DURATION_S)).toBeUndefined()
  })

  test('MPEG audio within another file', async () => {
    const bytes = joinBytes('RIFF\0\0\0\0WAVE', untagged, junk)
    const track = await openMpegRange(createMemorySource(bytes), 12, 12 + untagged.length, MAX_DURATION_S)
    expect(isSame((await decodeTrack(track!))[0]!, songUntagged)).toBe(true)
  })
})

describe('other kinds of frames', () => {
  test('the free format', async () => {
    expect(isSame(await decode(...freeBitRate(untaggedFrames)), songUntagged)).toBe(true)
  })

  test('layers I and II', async () => {
    expect((await decode(packLayer1(50))).length).toBe(50 * 384)
    expect((await decode(readFixture('low.mp2'))).length).toBe(6 * MP3_FRAME_SAMPLES)
  })

  test('a file of one frame', async () => {
    expect((await decode(untaggedFrames[0]!)).length).toBe(MP3_FRAME_SAMPLES)
    expect((await decode(untaggedFrames[0]!, `TAG${'\0'.repeat(125)}`)).length).toBe(MP3_FRAME_SAMPLES)
  })
})

test('the scan of a file of many hours stops when it is known to be too long', async () => {
  const frame = untaggedFrames[0]!
  let bytesRead = 0
  const source = {
    size: 5e9,
    read: async (from: number, to: number) => {
      bytesRead += to - from
      return Uint8Array.from({ length: to - from }, (_, i) => frame[(from + i) % frame.length]!)
    },
  }
  const track = await openMpegTrack(source, 60)
  expect(track!.frames).toBeGreaterThan(60 * 44100)
  expect(bytesRead).toBeLessThan(2e6)
})
