import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openCafTrack } from '../../../../audio/decoding/formats/caf-track.ts'
import { makeAlacCookie, packAlac } from '../../../alac.ts'
import { collectBlocks, concat, latin1, packFields } from '../../../chunks.ts'

const makeChunk = (id: string, body: Uint8Array | string, size = body.length) =>
  concat(id, packFields(['U64', size]), body)

type Description = {
  rate?: number
  codec?: string
  flags?: number
  bytes?: number
  frames?: number
  channels?: number
  bits?: number
}

const makeDescription = ({
  rate = 8000,
  codec = 'lpcm',
  flags = 0,
  bytes = 2,
  frames = 1,
  channels = 1,
  bits = 16,
}: Description) =>
  makeChunk(
    'desc',
    concat(
      packFields(['F64', rate]),
      codec,
      packFields(['U32', flags], ['U32', bytes], ['U32', frames], ['U32', channels], ['U32', bits]),
    ),
  )
const makeData = (data: Uint8Array | string, size?: number) => makeChunk('data', concat('\0\0\0\0', data), size)
const makeCaf = (...chunks: Uint8Array[]) => concat('caff\0\x01\0\0', ...chunks)

/** A size of a packet as bytes of seven bits. */
const packSize = (size: number) => (size < 128 ? [size] : [128 | (size >> 7), size & 127])
const makeTable = (valid: number, priming: number, remainder: number, sizes: number[]) =>
  makeChunk(
    'pakt',
    concat(
      packFields(['U64', sizes.length], ['U64', valid], ['U32', priming], ['U32', remainder]),
      Uint8Array.from(sizes.flatMap(packSize)),
    ),
  )

async function decode(bytes: Uint8Array<ArrayBuffer>) {
  const track = await openCafTrack(createMemorySource(bytes), Infinity)
  if (!track) throw new Error('This is no CAF.')
  const samples = await collectBlocks(track.decode())
  expect(samples[0]?.length ?? 0).toBe(track.frames)
  return { ...track, samples }
}

describe('sample formats', () => {
  test.each<[string, Description, string, number[]]>([
    ['8 bits are signed', { bits: 8, bytes: 1 }, '\x80\x00\x7f', [-1, 0, 127 / 128]],
    ['16 bits', {}, '\x80\x00\x00\x01', [-1, 1 / 32768]],
    ['16 bits, little endian', { flags: 2 }, '\x00\x80\x01\x00', [-1, 1 / 32768]],
    ['24 bits', { bits: 24, bytes: 3 }, '\x00\x00\x01', [2 ** -23]],
    ['24 bits, little endian', { bits: 24, bytes: 3, flags: 2 }, '\x01\x00\x00', [2 ** -23]],
    ['24 bits in 4 bytes', { bits: 24, bytes: 4 }, '\x00\x00\x01\x00', [2 ** -23]],
    ['32 bits', { bits: 32, bytes: 4 }, '\x40\x00\x00\x00', [0.5]],
    ['floats', { bits: 32, bytes: 4, flags: 1 }, '\x3f\x80\x00\x00', [1]],
    ['floats, little endian', { bits: 32, bytes: 4, flags: 3 }, '\x00\x00\x80\x3f', [1]],
    ['floats of 64 bits', { bits: 64, bytes: 8, flags: 1 }, '\x3f\xe0\0\0\0\0\0\0', [0.5]],
    ['A-law', { codec: 'alaw', bits: 8, bytes: 1 }, '\xd5\x2a', [8 / 32768, -32256 / 32768]],
    ['mu-law', { codec: 'ulaw', bits: 8, bytes: 1 }, '\x80\x00', [32124 / 32768, -32124 / 32768]],
  ])('%s', async (_, description, data, expected) => {
    expect([...(await decode(makeCaf(makeDescription(description), makeData(data)))).samples[0]!]).toEqual(expected)
  })

  test('IMA ADPCM, without the samples behind the valid ones', async () => {
    const description = makeDescription({ codec: 'ima4', bytes: 68, frames: 64, channels: 2, bits: 4 })
    const packets = new Uint8Array(136).fill(0)
    expect((await decode(makeCaf(description, makeData(packets)))).frames).toBe(128)
    expect((await decode(makeCaf(description, makeTable(100, 0, 28, []), makeData(packets)))).frames).toBe(100)
  })
})

describe('chunks', () => {
  const data = '\x40\x00\xc0\x00'
  test.each<[string, Uint8Array<ArrayBuffer>]>([
    ['other chunks', makeCaf(makeDescription({}), makeChunk('free', 'abc'), makeData(data), makeChunk('info', 'abc'))],
    ['a size of -1', makeCaf(makeDescription({}), makeData(data, -1))],
    ['a size of 0', makeCaf(makeDescription({}), makeData(data, 0))],
    ['a size of 4', makeCaf(makeDescription({}), makeData(data, 4))],
    ['a size larger than the file', makeCaf(makeDescription({}), makeData(data, 5000))],
  ])('%s', async (_, bytes) => {
    expect((await decode(bytes)).samples).toEqual([Float32Array.of(0.5, -0.5)])
  })
})

describe('Apple Lossless', () => {
  const options = {
    stored: false,
    lowBits: 0,
    mixShift: 2,
    mixWeight: 1,
    mode: 0,
    shift: 9,
    coefficients: [300, -200, 50, 20],
  }
  const sound = [7, 11].map((period) => Array.from({ length: 1000 }, (_, i) => Math.round(9000 * Math.sin(i / period))))
  const floats = sound.map((channel) => Float32Array.from(channel, (x) => x / 32768))
  const packets = [0, 400, 800].map((at) =>
    packAlac(
      sound.map((channel) => channel.slice(at, at + 400)),
      400,
      16,
      options,
    ),
  )
  const cookie = makeChunk('kuki', makeAlacCookie(400, 16, 2, 44100))
  const description = makeDescription({ codec: 'alac', rate: 44100, bytes: 0, frames: 400, channels: 2, bits: 0 })
  const sizes = packets.map(({ length }) => length)
  const make = (valid: number, priming: number, remainder: number, all = packets) =>
    makeCaf(description, cookie, makeData(concat(...all)), makeTable(valid, priming, remainder, sizes))

  test('whole', async () => {
    expect((await decode(make(1000, 0, 200))).samples).toEqual(floats)
    // The length of the last packet is its own, whatever the table says.
    expect((await decode(make(1200, 0, 0))).samples).toEqual(floats)
    const before = makeCaf(description, cookie, makeTable(1000, 0, 200, sizes), makeData(concat(...packets), -1))
    expect((await decode(before)).samples).toEqual(floats)
  })

  test('without priming and remainder', async () => {
    expect((await decode(make(850, 100, 50))).samples).toEqual(floats.map((channel) => channel.slice(100, 950)))
  })

  test('a damaged packet is as much silence', async () => {
    const damaged = packets.with(1, new Uint8Array(packets[1]!.length).fill(0xff))
    const { samples } = await decode(make(1000, 0, 200, damaged))
    expect(samples).toEqual(floats.map((channel) => channel.map((x, i) => (i >= 400 && i < 800 ? 0 : x))))
  })

  test('a file that is cut off ends with its last whole packet', async () => {
    const table = makeTable(1000, 0, 200, sizes)
    const whole = makeCaf(description, cookie, table, makeData(concat(...packets)))
    expect((await decode(whole.slice(0, -5))).samples).toEqual(floats.map((channel) => channel.slice(0, 800)))
  })

  test('without a table of packets or a magic cookie it is refused', async () => {
    const open = (bytes: Uint8Array<ArrayBuffer>) => openCafTrack(createMemorySource(bytes), Infinity)
    await expect(open(makeCaf(description, cookie, makeData('abc')))).rejects.toThrow(/no packet/)
    await expect(open(makeCaf(description, makeTable(1, 0, 0, [3]), makeData('abc')))).rejects.toThrow(/configuration/)
  })

  test('whatever the file says, opening and decoding end, without or with an error', async () => {
    const files = [
      make(1000, 0, 200),
      makeCaf(makeDescription({}), makeChunk('free', 'abc'), makeData(new Uint8Array(300))),
    ]
    const change = fc.tuple(fc.oneof(fc.nat(140), fc.nat(5000)), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(change, { maxLength: 6 }),
        fc.nat(5000),
        async (file, changes, length) => {
          const bytes = file.slice(0, length)
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
          try {
            const track = await openCafTrack(createMemorySource(bytes), Infinity)
            if (track) expect((await collectBlocks(track.decode()))[0]?.length ?? 0).toBeLessThanOrEqual(track.frames)
          } catch (error) {
            expect((error as Error).message).toMatch(/damaged|no decoder|unknown|no packet|configuration/)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

test('headers that cannot be true are refused, other files are not opened', async () => {
  const open = (bytes: Uint8Array<ArrayBuffer>) => openCafTrack(createMemorySource(bytes), Infinity)
  for (const description of [{ channels: 0 }, { rate: 0 }, { rate: -1 }, { rate: Number.NaN }, { bits: 40 }])
    await expect(open(makeCaf(makeDescription(description), makeData('abcd')))).rejects.toThrow()
  await expect(open(makeCaf(makeDescription({ codec: 'aac ' }), makeData('abcd')))).rejects.toThrow(
    /no decoder for CAF aac/,
  )
  for (const bytes of [new Uint8Array(0), latin1('caf')]) expect(await open(bytes)).toBeUndefined()
  for (const bytes of [latin1('caff\0\x01\0\0'), makeCaf(makeData('abcd'))])
    await expect(open(bytes)).rejects.toThrow(/names no format/)
})
