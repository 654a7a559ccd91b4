import { describe, expect, test } from 'vitest'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openCafTrack } from '../../../../audio/decoding/formats/caf-track.ts'
import { type CafDescription, makeCaf, makeCafChunk, makeData, makeDescription, makeTable } from '../../../caf.ts'
import { collectBlocks, latin1 } from '../../../chunks.ts'

async function decode(bytes: Uint8Array<ArrayBuffer>) {
  const track = await openCafTrack(createMemorySource(bytes), Infinity)
  if (!track) throw new Error('This is no CAF.')
  const samples = await collectBlocks(track.decode())
  expect(samples[0]?.length ?? 0).toBe(track.frames)
  return { ...track, samples }
}

describe('sample formats', () => {
  test.each<[string, CafDescription, string, number[]]>([
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
    [
      'other chunks',
      makeCaf(makeDescription({}), makeCafChunk('free', 'abc'), makeData(data), makeCafChunk('info', 'abc')),
    ],
    ['a size of -1', makeCaf(makeDescription({}), makeData(data, -1))],
    ['a size of 0', makeCaf(makeDescription({}), makeData(data, 0))],
    ['a size of 4', makeCaf(makeDescription({}), makeData(data, 4))],
    ['a size larger than the file', makeCaf(makeDescription({}), makeData(data, 5000))],
  ])('%s', async (_, bytes) => {
    expect((await decode(bytes)).samples).toEqual([Float32Array.of(0.5, -0.5)])
  })
})

test('headers that cannot be true are refused, other files are not opened', async () => {
  const open = (bytes: Uint8Array<ArrayBuffer>) => openCafTrack(createMemorySource(bytes), Infinity)
  for (const description of [{ channels: 0 }, { rate: 0 }, { rate: -1 }, { rate: Number.NaN }, { bits: 40 }])
    await expect(open(makeCaf(makeDescription(description), makeData('abcd')))).rejects.toThrow()
  await expect(
    open(makeCaf(makeDescription({ codec: 'aac ' }), makeTable(1, 0, 0, [4]), makeData('abcd'))),
  ).rejects.toThrow(/no decoder for CAF aac/)
  for (const bytes of [new Uint8Array(0), latin1('caf')]) expect(await open(bytes)).toBeUndefined()
  for (const bytes of [latin1('caff\0\x01\0\0'), makeCaf(makeData('abcd'))])
    await expect(open(bytes)).rejects.toThrow(/names no format/)
})
