import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AudioTrack } from '../../../../audio/decoding/audio-track.ts'
import type { ByteSource } from '../../../../audio/decoding/byte-source.ts'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openWavTrack } from '../../../../audio/decoding/formats/wav-track.ts'
import { collectBlocks, concat, type Field, latin1, makeChunk, packFields } from '../../../chunks.ts'
import { makeExtension, makeFormat, makeRiff, type WavFormatOptions } from '../../../riff.ts'

const UNKNOWN_SIZE = 0xffffffff

const samples16 = Array.from({ length: 500 }, (_, i) => ((i * 7919) % 65536) - 32768)
const data16 = packFields(...samples16.map((x): Field => ['u16', x & 0xffff]))
const floats16 = Float32Array.from(samples16, (x) => x / 32768)

async function decode(bytes: Uint8Array<ArrayBuffer>) {
  const track = await openWavTrack(createMemorySource(bytes), Infinity)
  if (!track) throw new Error('This is no WAV.')
  const channels = await collectBlocks(track.decode())
  expect(channels[0]?.length ?? 0).toBe(track.frames)
  return { ...track, samples: channels }
}

describe('sample formats', () => {
  test.each<[string, WavFormatOptions, string, number[]]>([
    ['8 bits are unsigned', { bits: 8 }, '\x00\x80\xff', [-1, 0, 127 / 128]],
    ['16 bits', {}, '\x00\x80\x01\x00\xff\x7f', [-1, 1 / 32768, 32767 / 32768]],
    ['20 bits in 3 bytes', { bits: 20 }, '\x10\x00\x00\x00\x00\x80', [2 ** -19, -1]],
    ['24 bits', { bits: 24 }, '\x01\x00\x00\xff\xff\x7f', [2 ** -23, 1 - 2 ** -23]],
    [
      '24 bits in 4 bytes',
      { bits: 32, tag: 0xfffe, more: makeExtension(1, 24) },
      '\x00\x01\x00\x00\x00\x00\x00\x80',
      [2 ** -23, -1],
    ],
    [
      '24 bits in 4 bytes by the block',
      { bits: 24, blockAlign: 4 },
      '\x00\x01\x00\x00\x00\x00\x00\x80',
      [2 ** -23, -1],
    ],
    ['32 bits', { bits: 32 }, '\x00\x00\x00\x40\x00\x01\x00\x00', [0.5, 2 ** -23]],
    ['floats', { bits: 32, tag: 3 }, '\x00\x00\x80\x3f\x00\x00\x00\xc0', [1, -2]],
    ['extensible floats', { bits: 32, tag: 0xfffe, more: makeExtension(3, 32) }, '\x00\x00\x80\x3f', [1]],
    ['floats of 64 bits', { bits: 64, tag: 3 }, '\0\0\0\0\0\0\xe0\x3f', [0.5]],
    [
      'A-law',
      { bits: 8, tag: 6 },
      '\xd5\x55\xaa\x2a\x80',
      [8 / 32768, -8 / 32768, 32256 / 32768, -32256 / 32768, 5504 / 32768],
    ],
    ['mu-law', { bits: 8, tag: 7 }, '\xff\x7f\x80\x00\xaa', [0, 0, 32124 / 32768, -32124 / 32768, 5372 / 32768]],
  ])('%s', async (_, format, data, expected) => {
    const { samples } = await decode(makeRiff(makeChunk('fmt ', makeFormat(format)), makeChunk('data', data)))
    expect([...samples[0]!]).toEqual(expected)
  })

  test('channels take turns, an incomplete frame at the end is left out', async () => {
    for (const channels of [1, 2, 3, 5, 32]) {
      const bits = 24
      const data = Uint8Array.from({ length: channels * 3 * 40 + 2 }, (_, i) =>
        i % 3 === 2 ? Math.floor(i / 3) % 100 : 0,
      )
      const { samples } = await decode(
        makeRiff(makeChunk('fmt ', makeFormat({ channels, bits })), makeChunk('data', data)),
      )
      expect(samples.map((channel) => channel.length)).toEqual(new Array(channels).fill(40))
      expect(samples.map((channel) => channel[1])).toEqual(samples.map((_, c) => ((channels + c) % 100) / 128))
    }
  })

  test('RIFX is big endian', async () => {
    const format = makeChunk('fmt ', makeFormat({ rate: 96000 }, 'U'), 'U32')
    const bytes = concat('RIFX', packFields(['U32', 100]), 'WAVE', format, makeChunk('data', '\x80\x00\x00\x01', 'U32'))
    const { samples, sampleRate } = await decode(bytes)
    expect(sampleRate).toBe(96000)
    expect([...samples[0]!]).toEqual([-1, 1 / 32768])
  })
})

describe('sizes', () => {
  const format = makeChunk('fmt ', makeFormat({}))
  const list = makeChunk('LIST', 'INFOISFT\x03\0\0\0abc\0')
  test.each<[string, Uint8Array<ArrayBuffer>]>([
    ['data of size 0', makeRiff(format, makeChunk('data', data16, 'u32', 0))],
    ['data of unknown size', makeRiff(format, makeChunk('data', data16, 'u32', UNKNOWN_SIZE))],
    ['data larger than the file', makeRiff(format, makeChunk('data', data16, 'u32', 5000))],
    ['junk behind', concat(makeRiff(format, makeChunk('data', data16)), new Uint8Array(3000).fill(77))],
    [
      'chunks of odd size in front',
      makeRiff(makeChunk('bext', 'abc'), format, makeChunk('iXML', '<a/>x'), makeChunk('data', data16)),
    ],
    [
      'an odd chunk without the byte that makes it even',
      makeRiff(format, makeChunk('LIST', 'abc').subarray(0, 11), makeChunk('data', data16)),
    ],
    ['chunks behind', makeRiff(format, makeChunk('data', data16), list)],
    ['the format behind the data', makeRiff(makeChunk('data', data16), format)],
    [
      'a format chunk of 14 bytes',
      makeRiff(makeChunk('fmt ', makeFormat({}).subarray(0, 14)), makeChunk('data', data16)),
    ],
  ])('%s', async (_, bytes) => {
    expect((await decode(bytes)).samples).toEqual([floats16])
  })

  test('a meant size of 0 is no sound', async () => {
    expect((await decode(makeRiff(format, makeChunk('data', ''), list))).frames).toBe(0)
    expect((await decode(makeRiff(format, makeChunk('data', '')))).frames).toBe(0)
    expect((await decode(makeRiff(format))).frames).toBe(0)
  })

  test.each(['RF64', 'BW64'])('%s has sizes of 64 bits', async (id) => {
    const sizes = (data: number) => makeChunk('ds64', packFields(['u64', 0], ['u64', data], ['u64', 500], ['u32', 0]))
    const make = (stated: number) =>
      concat(
        id,
        packFields(['u32', UNKNOWN_SIZE]),
        'WAVE',
        sizes(stated),
        format,
        makeChunk('data', data16, 'u32', UNKNOWN_SIZE),
        list,
      )
    expect((await decode(make(1000))).samples).toEqual([floats16])
    const { samples } = await decode(make(0))
    expect(samples[0]!.subarray(0, 500)).toEqual(floats16)
  })

  test('Wave64', async () => {
    const id = (name: string, rest: string) => concat(name, rest)
    const chunk = (name: string, body: Uint8Array) =>
      concat(
        name,
        '\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a',
        packFields(['u64', 24 + body.length]),
        body,
        new Uint8Array(-body.length & 7),
      )
    const bytes = concat(
      id('riff', '\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00'),
      packFields(['u64', 2000]),
      id('wave', '\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a'),
      chunk('junk', latin1('abc')),
      chunk('fmt ', makeFormat({})),
      chunk('data', data16),
    )
    expect((await decode(bytes)).samples).toEqual([floats16])
  })

  /** A file of zeros behind a header. */
  const createLongSource = (header: Uint8Array, size: number): ByteSource => ({
    size,
    read: async (from, to) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from))
      if (from < header.length) bytes.set(header.subarray(from, from + bytes.length))
      return bytes
    },
  })

  test.each([
    ['8 MB and size 0', 8 * 2 ** 20, 0, undefined],
    ['6 GB and unknown size', 6e9, UNKNOWN_SIZE, undefined],
    ['6 GB and a size of 32 bits that began anew', 6e9, 6e9 - 48 - 2 ** 32, undefined],
    ['6 GB by ds64', 6e9, UNKNOWN_SIZE, 5e9],
    ['ds64 without a size', 6e9, UNKNOWN_SIZE, 0],
  ])('%s', async (_, size, stated, long) => {
    const sizes =
      long === undefined ? '' : makeChunk('ds64', packFields(['u64', 0], ['u64', long], ['u64', 0], ['u32', 0]))
    const id = long === undefined ? 'RIFF' : 'RF64'
    const header = concat(
      id,
      '\0\0\0\0WAVE',
      sizes,
      makeChunk('fmt ', makeFormat({ channels: 2 })),
      'data',
      packFields(['u32', stated]),
    )
    const track = (await openWavTrack(createLongSource(header, size), Infinity)) as AudioTrack
    expect(track.frames).toBe(Math.floor((long || size - header.length) / 4))
    const first = await track.decode().next()
    expect((first.value as Float32Array[])[1]!.length).toBeGreaterThan(30_000)
  })
})

test('headers that cannot be true are refused, other files are not opened', async () => {
  for (const format of [
    { channels: 0 },
    { rate: 0 },
    { tag: 0x11, blockAlign: 0 },
    { tag: 2, blockAlign: 3 },
    { bits: 40 },
    { tag: 3, bits: 24 },
  ]) {
    const bytes = makeRiff(makeChunk('fmt ', makeFormat(format)), makeChunk('data', data16))
    await expect(openWavTrack(createMemorySource(bytes), Infinity)).rejects.toThrow()
  }
  const unknown = makeRiff(makeChunk('fmt ', makeFormat({ tag: 0x161 })), makeChunk('data', data16))
  await expect(openWavTrack(createMemorySource(unknown), Infinity)).rejects.toThrow(/no decoder for WAV format 0x161/)
  for (const bytes of [new Uint8Array(0), latin1('RIFF\0\0\0\0WEBPabcd')])
    expect(await openWavTrack(createMemorySource(bytes), Infinity)).toBeUndefined()
  for (const bytes of [makeRiff(makeChunk('data', data16)), latin1('RIFF\0\0\0\0WAVE')])
    await expect(openWavTrack(createMemorySource(bytes), Infinity)).rejects.toThrow(/names no format/)
})

test('whatever the header says, opening and decoding end, without or with an error', async () => {
  const formats = [
    {},
    { tag: 2, blockAlign: 64 },
    { tag: 0x11, blockAlign: 64 },
    { tag: 3, bits: 32 },
    { tag: 6, bits: 8 },
    { channels: 7 },
  ]
  const files = formats.map((format) =>
    makeRiff(makeChunk('fmt ', makeFormat(format)), makeChunk('LIST', 'abcdefg'), makeChunk('data', data16)),
  )
  const change = fc.tuple(fc.nat(80), fc.nat(255))
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(change, { maxLength: 6 }),
      fc.nat(1100),
      async (file, changes, length) => {
        const bytes = file.slice(0, length)
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        try {
          const track = await openWavTrack(createMemorySource(bytes), Infinity)
          if (track) expect((await collectBlocks(track.decode()))[0]?.length ?? 0).toBe(track.frames)
        } catch (error) {
          expect((error as Error).message).toMatch(/damaged|no decoder|unknown/)
        }
      },
    ),
    { numRuns: 500 },
  )
})
