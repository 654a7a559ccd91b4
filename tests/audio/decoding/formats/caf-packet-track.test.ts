import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AudioTrack } from '../../../../audio/decoding/audio-track.ts'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openCafTrack } from '../../../../audio/decoding/formats/caf-track.ts'
import { readMpegFrame } from '../../../../audio/decoding/formats/mpeg.ts'
import { openMpegTrack } from '../../../../audio/decoding/formats/mpeg-track.ts'
import { openOggTrack } from '../../../../audio/decoding/formats/ogg-track.ts'
import { makeAlacCookie, packAlac } from '../../../alac.ts'
import { makeCaf, makeCafChunk, makeData, makeDescription, makeTable } from '../../../caf.ts'
import { collectBlocks, concat } from '../../../chunks.ts'

async function decode(bytes: Uint8Array<ArrayBuffer>) {
  const track = await openCafTrack(createMemorySource(bytes), Infinity)
  if (!track) throw new Error('This is no CAF.')
  const samples = await collectBlocks(track.decode())
  expect(samples[0]?.length ?? 0).toBe(track.frames)
  return { ...track, samples }
}

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
  const cookie = makeCafChunk('kuki', makeAlacCookie(400, 16, 2, 44100))
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
      makeCaf(makeDescription({}), makeCafChunk('free', 'abc'), makeData(new Uint8Array(300))),
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

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url)))
const makePacketCaf = (
  description: Parameters<typeof makeDescription>[0],
  packets: Uint8Array[],
  valid: number,
  priming: number,
) =>
  makeCaf(
    makeDescription(description),
    makeTable(
      valid,
      priming,
      0,
      packets.map(({ length }) => length),
    ),
    makeData(concat(...packets)),
  )

/** The packets of an Ogg file (RFC 3533, 6) in which none is longer than a page. */
function splitOgg(bytes: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = []
  for (let page = 0; page < bytes.length; ) {
    const count = bytes[page + 26]!
    let at = page + 27 + count
    let length = 0
    for (const size of bytes.subarray(page + 27, page + 27 + count)) {
      length += size
      if (size === 255) continue
      packets.push(bytes.subarray(at, at + length))
      at += length
      length = 0
    }
    page = at
  }
  return packets
}

test('Opus, whose rate may be another one than that of the output', async () => {
  const opus = fixture('clip.opus')
  const ogg = (await openOggTrack(createMemorySource(opus), Infinity)) as AudioTrack
  const expected = await collectBlocks(ogg.decode())
  const packets = splitOgg(opus).slice(2)
  const description = { codec: 'opus', bytes: 0, channels: 1, bits: 0 }
  const whole = await decode(makePacketCaf({ ...description, rate: 48000, frames: 960 }, packets, 192000, 312))
  expect(whole.sampleRate).toBe(48000)
  expect(whole.samples).toEqual(expected)
  const half = await decode(makePacketCaf({ ...description, rate: 24000, frames: 480 }, packets, 96000, 156))
  expect(half.samples).toEqual(expected)
})

test('mp3', async () => {
  const mp3 = fixture('untagged.mp3')
  const track = (await openMpegTrack(createMemorySource(mp3), Infinity)) as AudioTrack
  const packets: Uint8Array[] = []
  for (let frame = readMpegFrame(mp3, 0); frame; frame = readMpegFrame(mp3, frame.at + frame.bytes))
    packets.push(mp3.subarray(frame.at, frame.at + frame.bytes))
  const description = { codec: '.mp3', rate: 44100, bytes: 0, frames: 1152, channels: 1, bits: 0 }
  const { samples } = await decode(makePacketCaf(description, packets, 0, 0))
  expect(samples).toEqual(await collectBlocks(track.decode()))
})

test('AAC needs another decoder, which is told the song within its output', async () => {
  const description = { codec: 'aac ', rate: 44100, bytes: 0, frames: 1024, channels: 1, bits: 0 }
  const bytes = makePacketCaf(description, [new Uint8Array(50)], 88200, 2112)
  await expect(openCafTrack(createMemorySource(bytes), Infinity)).rejects.toMatchObject({
    name: 'MissingDecoderError',
    track: { duration: 2, trims: [{ start: 2112, end: 90312 }] },
  })
})
