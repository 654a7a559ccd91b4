import { expect, test } from 'vitest'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openOggTrack } from '../../../../audio/decoding/formats/ogg-track.ts'
import { makeFlacHeader, packFlacFrame } from '../../../flac.ts'
import { joinOgg, packPage, splitOgg } from '../../../ogg.ts'
import { decodeTrack, measureParts, readFixture } from '../../../track.ts'

const decode = async (bytes: Uint8Array<ArrayBuffer>): Promise<Float32Array> => {
  const track = await openOggTrack(createMemorySource(bytes), 5400)
  return (await decodeTrack(track!))[0]!
}
const isSilent = (samples: Float32Array) => samples.every((x) => x === 0)

test.each(['clip.ogg', 'clip.opus'])('%s: a damaged page is as much silence', async (name) => {
  const bytes = readFixture(name)
  const pages = splitOgg(bytes).map((page) => joinOgg([page]))
  pages[3]![100]! ^= 1
  const plain = await decode(bytes)
  const samples = await decode(Uint8Array.from(Buffer.concat(pages)))
  expect(samples.length).toBe(plain.length)
  expect(samples.slice(0, 40_000)).toEqual(plain.slice(0, 40_000))
  expect(isSilent(samples.slice(60_000, 80_000))).toBe(true)
  // Decoders find their way back within some packets.
  const late = plain.slice(-40_000)
  const difference = samples.slice(-40_000).map((x, i) => x - late[i]!)
  expect(measureParts(difference, 1)[0]).toBeLessThan(0.03 * measureParts(late, 1)[0]!)
})

test.each(['clip.ogg', 'clip.opus'])('%s: positions hours ahead are no hours of silence', async (name) => {
  const bytes = readFixture(name)
  const pages = splitOgg(bytes).toSpliced(3, 1)
  const ahead = pages.map((page, i) => (i < 3 ? page : { ...page, granule: page.granule + 2 ** 32 }))
  expect((await decode(joinOgg(ahead))).length).toBeLessThan((await decode(bytes)).length)
})

test('a damaged packet of Opus is as much silence', async () => {
  const bytes = readFixture('clip.opus')
  const [head, tags, first, ...rest] = splitOgg(bytes)
  // Two frames of 20 ms, of which the first one is longer than the packet.
  const damaged = Uint8Array.of(0xfb, 0x82, 0xff, 0xff, 0)
  const page = packPage([damaged, damaged], { ...first!, granule: 3840 })
  const later = [first!, ...rest].map((page) => ({ ...page, granule: page.granule + 3840 }))
  const samples = await decode(joinOgg([head!, tags!, page, ...later].map((page, sequence) => ({ ...page, sequence }))))
  const plain = await decode(bytes)
  // The pre-skip is taken off the silence.
  expect(samples.length).toBe(plain.length + 3840)
  expect(isSilent(samples.slice(0, 3840 - 312))).toBe(true)
  expect(samples.slice(3840)).toEqual(plain)
})

test('a damaged frame of FLAC is as much silence', async () => {
  const LENGTH = 1000
  const values = Array.from({ length: 4500 }, (_, i) => Math.round(20_000 * Math.sin(i / 20)))
  const info = { rate: 22_050, channels: 1, bits: 16, frames: values.length, frameLength: LENGTH }
  const frames = Array.from({ length: 5 }, (_, number) =>
    packFlacFrame([values.slice(number * LENGTH, (number + 1) * LENGTH)], { bits: 16, rate: 22_050, number }),
  )
  frames[3]![60]! ^= 5
  const head = Buffer.concat([Buffer.from('\x7fFLAC\x01\x00\x00\x01', 'latin1'), makeFlacHeader(info)])
  const comment = Uint8Array.of(0x84, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0)
  const samples = await decode(
    joinOgg([
      packPage([head], { flags: 2, granule: 0, serial: 3, sequence: 0 }),
      packPage([comment], { flags: 0, granule: 0, serial: 3, sequence: 1 }),
      packPage(frames, { flags: 4, granule: 4500, serial: 3, sequence: 2 }),
    ]),
  )
  expect(Array.from(samples, (x) => x * 32768)).toEqual(values.map((x, i) => (i >= 3000 && i < 4000 ? 0 : x)))
})
