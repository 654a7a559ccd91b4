import { describe, expect, test } from 'vitest'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openWebmTrack } from '../../../../audio/decoding/formats/webm-track.ts'
import { decodeTrack, measureParts, readFixture } from '../../../track.ts'

const open = async (bytes: Uint8Array<ArrayBuffer>) => {
  const track = await openWebmTrack(createMemorySource(bytes), 5400)
  if (!track) throw new Error('no WebM file')
  return track
}
const clip = readFixture('clip.webm')
/** An EBML element with a size of eight bytes. */
const element = (id: number[], ...content: Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const body = Buffer.concat(content)
  const size = Buffer.alloc(8)
  size.writeBigUInt64BE(BigInt(body.length) | 0x0100000000000000n)
  return Uint8Array.from(Buffer.concat([Uint8Array.from(id), size, body]))
}

describe('WebM', () => {
  test.each([
    ['clip.webm', 48_000],
    ['tags.webm', 9600],
  ])('%s: pre-skip and the padding of the last block are cut', async (name, frames) => {
    const track = await open(readFixture(name))
    const [samples] = await decodeTrack(track)
    expect(track).toMatchObject({ sampleRate: 48_000, channels: 1 })
    expect(samples!.length).toBe(frames)
    // The header counts milliseconds.
    expect(Math.abs(track.frames - frames)).toBeLessThan(96)
  })

  test('has the sound that ffmpeg 5.1 decodes with libopus', async () => {
    const [samples] = await decodeTrack(await open(clip))
    const levels = [0.00445, 0.00674, 0.01742, 0.03151, 0.04486, 0.05028, 0.05119, 0.06338]
    levels.forEach((level, i) => {
      expect(measureParts(samples!, 8)[i]).toBeCloseTo(level, 4)
    })
  })

  test('a file that was cut plays up to its last whole block', async () => {
    const [whole] = await decodeTrack(await open(clip))
    for (const share of [0.3, 0.5, 0.51, 0.52, 0.9]) {
      const track = await open(clip.slice(0, clip.length * share))
      const [samples] = await decodeTrack(track)
      expect(samples!.length).toBeGreaterThan(48_000 * (share - 0.25))
      expect(Math.abs(track.frames - samples!.length)).toBeLessThan(1100)
      const length = Math.min(samples!.length, whole!.length)
      expect(Buffer.from(samples!.slice(0, length).buffer).equals(Buffer.from(whole!.slice(0, length).buffer))).toBe(
        true,
      )
    }
  })

  test('PCM in Matroska', async () => {
    const samples = Int16Array.from({ length: 2000 }, (_, i) => 10 * i)
    const rate = Buffer.alloc(8)
    rate.writeDoubleBE(8000)
    const block = (from: number, to: number, timecode: number) =>
      element(
        [0xa3],
        Uint8Array.of(0x81, timecode >> 8, timecode & 255, 0x80),
        new Uint8Array(samples.slice(from, to).buffer),
      )
    const track = element(
      [0xae],
      ...[
        element([0xd7], Uint8Array.of(1)),
        element([0x73, 0xc5], Uint8Array.of(1)),
        element([0x83], Uint8Array.of(2)),
      ],
      element([0x86], Buffer.from('A_PCM/INT/LIT')),
      element(
        [0xe1],
        element([0xb5], rate),
        element([0x9f], Uint8Array.of(1)),
        element([0x62, 0x64], Uint8Array.of(16)),
      ),
    )
    const segment = element(
      [0x18, 0x53, 0x80, 0x67],
      element([0x15, 0x49, 0xa9, 0x66], element([0x2a, 0xd7, 0xb1], Uint8Array.of(0x0f, 0x42, 0x40))),
      element([0x16, 0x54, 0xae, 0x6b], track),
      element([0x1f, 0x43, 0xb6, 0x75], element([0xe7], Uint8Array.of(0)), block(0, 1000, 0), block(1000, 2000, 125)),
    )
    const head = element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], Buffer.from('matroska')))
    const opened = await open(Uint8Array.from(Buffer.concat([head, segment])))
    const [decoded] = await decodeTrack(opened)
    expect(opened).toMatchObject({ sampleRate: 8000, channels: 1 })
    expect(Array.from(decoded!, (x) => x * 32768)).toEqual(Array.from(samples))
  })

  test('other files are left to other readers', async () => {
    expect(await openWebmTrack(createMemorySource(readFixture('clip.ogg')), 5400)).toBeUndefined()
  })
})
