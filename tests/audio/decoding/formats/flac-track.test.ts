import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openFlacTrack } from '../../../../audio/decoding/formats/flac-track.ts'
import { collectBlocks, concat, latin1, packFields } from '../../../chunks.ts'
import { type FlacFrameOptions, makeFlacHeader, packFlacFrame, type StreamInfoOptions } from '../../../flac.ts'
import { createCountingSource } from '../../../track.ts'
import { noise } from '../../../wav.ts'

const FRAME_LENGTH = 256
const RATE = 44100

const makeSamples = (length: number, seed: number): number[] =>
  [...noise(length, seed)].map((x, i) => Math.round(9000 * Math.sin(i / (9 + 4 * seed)) + 30 * x) + 0)
const toFloats = (samples: number[][]) => samples.map((channel) => Float32Array.from(channel, (x) => x / 32768))

type Options = Partial<StreamInfoOptions & Pick<FlacFrameOptions, 'isVariable' | 'rateCode'>> & { first?: number }

/** The frames of a sound, of one length but the last. */
function packFrames(
  samples: number[][],
  { first = 0, frameLength = FRAME_LENGTH, isVariable = false, rate = RATE, rateCode = 9 }: Options = {},
) {
  const count = Math.ceil(samples[0]!.length / frameLength)
  return Array.from({ length: count }, (_, i) => {
    const part = samples.map((channel) => channel.slice(i * frameLength, (i + 1) * frameLength))
    const number = isVariable ? first + i * frameLength : first + i
    return packFlacFrame(part, { bits: 16, rate, number, isVariable, rateCode })
  })
}
const makeHeader = (samples: number[][], options: Options = {}) =>
  makeFlacHeader(
    {
      rate: RATE,
      channels: samples.length,
      bits: 16,
      frames: samples[0]!.length,
      frameLength: FRAME_LENGTH,
      ...options,
    },
    [[1, new Uint8Array(99)]],
  )

const sound = [makeSamples(2000, 1), makeSamples(2000, 2)]
const floats = toFloats(sound)
const frames = packFrames(sound)
const header = makeHeader(sound)
const silence = (from: number, to: number) =>
  floats.map((channel) => channel.map((x, i) => (i >= from && i < to ? 0 : x)))
const cut = (from: number, to: number) => floats.map((channel) => channel.slice(from, to))
const id3 = concat('ID3\x04\0\0\0\0\x01\x00', new Uint8Array(128))
const isSameSamples = (a: Float32Array[], b: Float32Array[]) =>
  Buffer.from(concat(...a.map((x) => new Uint8Array(x.buffer, x.byteOffset, x.byteLength)))).equals(
    concat(...b.map((x) => new Uint8Array(x.buffer, x.byteOffset, x.byteLength))),
  )

async function decode(bytes: Uint8Array<ArrayBuffer>) {
  const track = await openFlacTrack(createMemorySource(bytes), Infinity)
  if (!track) throw new Error('This is no FLAC.')
  return { ...track, samples: await collectBlocks(track.decode()) }
}

async function expectSamples(bytes: Uint8Array<ArrayBuffer>, expected: Float32Array[]) {
  const { samples, frames: stated } = await decode(bytes)
  expect([stated, samples.map(({ length }) => length)]).toEqual([
    expected[0]!.length,
    expected.map(({ length }) => length),
  ])
  expect(isSameSamples(samples, expected)).toBe(true)
}

describe('whole files', () => {
  test.each<[string, Uint8Array<ArrayBuffer>]>([
    ['plain', concat(header, ...frames)],
    ['an ID3v2 tag in front', concat(id3, header, ...frames)],
    ['two ID3v2 tags in front', concat(id3, id3, header, ...frames)],
    ['an ID3v1 tag behind', concat(header, ...frames, 'TAG', new Uint8Array(125))],
    ['100 kB of junk behind', concat(header, ...frames, new Uint8Array(100_000).fill(0xff))],
    ['an unknown number of samples', concat(makeHeader(sound, { frames: 0 }), ...frames)],
    ['a wrong number of samples', concat(makeHeader(sound, { frames: 12345 }), ...frames)],
    ['too small a number of samples', concat(makeHeader(sound, { frames: 5 }), ...frames)],
    ['a wrong length of frames', concat(makeHeader(sound, { frameLength: 4096 }), ...frames)],
    [
      'frames that name their first sample',
      concat(makeHeader(sound, { frameLength: 16, most: 4096 }), ...packFrames(sound, { isVariable: true })),
    ],
    ['a wrong rate', concat(makeHeader(sound, { rate: 0 }), ...frames)],
    ['frames of three samples', concat(makeHeader(sound), ...packFrames(sound, { frameLength: 3 }))],
  ])('%s', async (_, bytes) => {
    await expectSamples(bytes, floats)
    expect((await decode(bytes)).sampleRate).toBe(RATE)
  })

  test('no samples', async () => {
    expect((await decode(makeHeader([[], []]))).frames).toBe(0)
  })

  test('more than a window of bytes, and frames longer than one', async () => {
    const long = Array.from({ length: 8 }, (_, c) => makeSamples(100_000, c + 1))
    for (const frameLength of [4096, 65535]) {
      const bytes = concat(makeHeader(long, { frameLength }), ...packFrames(long, { frameLength }))
      await expectSamples(bytes, toFloats(long))
    }
  })
})

describe('damage', () => {
  const damage = (i: number) =>
    frames.with(
      i,
      frames[i]!.map((byte, at) => (at === 60 ? byte ^ 5 : byte)),
    )
  test.each<[string, Uint8Array<ArrayBuffer>, Float32Array[]]>([
    ['a damaged frame is as much silence', concat(header, ...damage(3)), silence(768, 1024)],
    ['a damaged first frame, too', concat(header, ...damage(0)), silence(0, 256)],
    ['a missing frame, too', concat(header, ...frames.toSpliced(3, 2)), silence(768, 1280)],
    ['a damaged last frame is left out', concat(header, ...damage(7)), cut(0, 1792)],
    [
      'junk between frames is skipped',
      concat(header, ...frames.toSpliced(3, 0, new Uint8Array(5000).fill(0xff))),
      floats,
    ],
    ['junk in front of the frames is skipped', concat(header, latin1('junk'), ...frames), floats],
    [
      'a file that is cut off',
      concat(header, ...frames).slice(
        0,
        header.length + frames.slice(0, 3).reduce((sum, { length }) => sum + length, 300),
      ),
      cut(0, 768),
    ],
    [
      'a recording of the middle of a stream',
      concat(makeHeader(sound, { frames: 0 }), ...packFrames(sound, { first: 100_000 })),
      floats,
    ],
    [
      'a damaged length of a metadata block',
      concat(
        header.map((byte, i) => (i === 43 ? 255 : byte)),
        ...frames,
      ),
      floats,
    ],
  ])('%s', async (_, bytes, expected) => {
    await expectSamples(bytes, expected)
  })

  test('without any frame it is refused', async () => {
    for (const bytes of [concat(header, new Uint8Array(3000).fill(7)), header.slice(0, 20), latin1('fLaC')])
      await expect(openFlacTrack(createMemorySource(bytes), Infinity)).rejects.toThrow(/FLAC/)
    for (const bytes of [new Uint8Array(0), latin1('ID3'), id3, concat(id3, new Uint8Array(300))])
      expect(await openFlacTrack(createMemorySource(bytes), Infinity)).toBeUndefined()
  })

  test('whatever the bytes, opening and decoding end, without or with an error', async () => {
    const file = concat(header, ...frames)
    const change = fc.tuple(fc.oneof(fc.nat(60), fc.nat(file.length - 1)), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 8 }),
        fc.nat(file.length),
        fc.boolean(),
        async (changes, length, isCut) => {
          const bytes = file.slice(0, isCut ? length : file.length)
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
          try {
            const track = await openFlacTrack(createMemorySource(bytes), Infinity)
            if (!track) return
            const [first] = await collectBlocks(track.decode())
            expect(first?.every(Number.isFinite) ?? true).toBe(true)
          } catch (error) {
            expect((error as Error).message).toMatch(/FLAC/)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('files joined to one', () => {
  test('both play', async () => {
    const { samples } = await decode(concat(header, ...frames, header, ...frames))
    expect(
      isSameSamples(
        samples,
        floats.map((channel) => Float32Array.of(...channel, ...channel)),
      ),
    ).toBe(true)
  })

  test('the second one has another rate and other channels', async () => {
    const second = [makeSamples(1000, 3)]
    const other = concat(makeHeader(second, { rate: 22050 }), ...packFrames(second, { rate: 22050, rateCode: 6 }))
    const { samples, frames: stated, channels, sampleRate } = await decode(concat(header, ...frames, other))
    expect(stated).toBe(4000)
    expect([channels, sampleRate]).toEqual([2, RATE])
    expect(samples.map(({ length }) => length)).toEqual([4000, 4000])
    expect(
      isSameSamples(
        samples.map((channel) => channel.slice(0, 2000)),
        floats,
      ),
    ).toBe(true)
    expect(samples[0]![3000]).toBeCloseTo(second[0]![500]! / 32768, 2)
  })
})

test('a file that is too long is not read for its length', async () => {
  const info = { rate: RATE, channels: 2, bits: 16, frames: 0, frameLength: FRAME_LENGTH }
  const bytes = concat(makeFlacHeader(info, [[1, new Uint8Array(2 ** 23)]]), ...frames)
  for (const [maxDuration, share] of [
    [0.01, 0.2],
    [Infinity, 1],
  ] as const) {
    const source = createCountingSource(bytes)
    await openFlacTrack(source, maxDuration)
    expect(source.bytesRead() > share * bytes.length).toBe(share === 1)
  }
})

test.each([
  ['clip.flac', 22050, 1, 44100],
  ['mono-192000.flac', 192000, 1, 192000],
  ['eight-8000.flac', 8000, 8, 8000],
])('%s', async (name, rate, channels, length) => {
  const bytes = new Uint8Array(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url)))
  const track = await decode(bytes)
  expect([track.sampleRate, track.channels, track.frames]).toEqual([rate, channels, length])
  expect(track.samples.map((samples) => samples.length)).toEqual(new Array(channels).fill(length))
})

test('an ID3v2 tag of an unusual size', async () => {
  const tag = concat(
    'ID3\x03\0\0',
    packFields(['U8', 0], ['U8', 4], ['U8', 0], ['U8', 1]),
    new Uint8Array(4 * 128 * 128 + 1).fill(0xff),
  )
  await expectSamples(concat(tag, header, ...frames), floats)
})
