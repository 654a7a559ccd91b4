import { describe, expect, test } from 'vitest'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openOggTrack } from '../../../../audio/decoding/formats/ogg-track.ts'
import { makeFlacHeader, packFlacFrame } from '../../../flac.ts'
import { joinOgg, packPage, splitOgg, type TestOggPage } from '../../../ogg.ts'
import { createCountingSource, decodeTrack, measureParts, readFixture } from '../../../track.ts'

/** Root mean squares of eight parts of a channel, by ffmpeg 5.1, Opus with libopus. */
const ffmpegLevels: [name: string, channel: number, levels: number[]][] = [
  ['clip.ogg', 0, [0.01858, 0.05288, 0.08224, 0.09202, 0.083, 0.10936, 0.08827, 0.10329]],
  ['clip.opus', 0, [0.01848, 0.05299, 0.08207, 0.09203, 0.08353, 0.10941, 0.08846, 0.10322]],
  ['eight.opus', 1, [0.00563, 0.00678, 0.01435, 0.03081, 0.04259, 0.04847, 0.04759, 0.05736]],
  ['eight.opus', 2, [0.00157, 0.00353, 0.00994, 0.01636, 0.02384, 0.02614, 0.02713, 0.03589]],
  ['surround.opus', 2, [0.00506, 0.01467, 0.03496, 0.05, 0.053, 0.0749, 0.08661, 0.08078]],
  ['surround.opus', 0, [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]],
]

const open = async (bytes: Uint8Array<ArrayBuffer>) => {
  const track = await openOggTrack(createMemorySource(bytes), 5400)
  if (!track) throw new Error('no Ogg file')
  return track
}
const decode = async (bytes: Uint8Array<ArrayBuffer>) => decodeTrack(await open(bytes))
/** All pages changed alike. */
const change = (pages: TestOggPage[], changes: (page: TestOggPage) => Partial<TestOggPage>) =>
  pages.map((page) => ({ ...page, ...changes(page) }))
const shift = (pages: TestOggPage[], by: number) =>
  change(pages, ({ granule }) => (granule > 0 ? { granule: granule + by } : {}))
/** Sequence numbers in the order of the pages. */
const renumber = (pages: TestOggPage[]) => pages.map((page, sequence) => ({ ...page, sequence }))
/** Compares bit for bit. */
const isSame = (a: Float32Array | undefined, b: Float32Array | undefined): boolean =>
  a !== undefined && b !== undefined && Buffer.from(a.buffer).equals(Buffer.from(b.slice().buffer))
const concat = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts))

const clipOgg = readFixture('clip.ogg')
const clipOpus = readFixture('clip.opus')
const clips = { 'clip.ogg': clipOgg, 'clip.opus': clipOpus }

describe('a plain file', () => {
  test.each([
    ['clip.ogg', 44100, 1, 176400],
    ['clip.opus', 48000, 1, 192000],
    ['surround.opus', 48000, 6, 72000],
    ['eight.opus', 48000, 8, 48000],
    ['tags.ogg', 22050, 1, 4410],
  ])('%s has its length before and after decoding', async (name, sampleRate, channels, frames) => {
    const track = await open(readFixture(name))
    expect(track).toMatchObject({ sampleRate, channels, frames })
    for (const samples of await decodeTrack(track)) expect(samples.length).toBe(frames)
  })

  test.each(ffmpegLevels)('%s has the sound that ffmpeg decodes', async (name, c, levels) => {
    const channel = (await decode(readFixture(name)))[c] as Float32Array
    measureParts(channel, 8).forEach((level, i) => {
      expect(level).toBeCloseTo(levels[i]!, 3.5)
    })
  })

  test('other files are left to other readers', async () => {
    expect(await openOggTrack(createMemorySource(readFixture('clip.flac')), 5400)).toBeUndefined()
  })

  test('every decoding is the same', async () => {
    const track = await open(clipOgg)
    expect(isSame((await decodeTrack(track))[0], (await decodeTrack(track))[0])).toBe(true)
  })
})

describe('granule positions', () => {
  test.each(Object.entries(clips))('%s: a beginning later than 0 changes nothing', async (_, bytes) => {
    const track = await open(joinOgg(shift(splitOgg(bytes), 12_345_678)))
    const plain = await open(bytes)
    expect(track.frames).toBe(plain.frames)
    expect(isSame((await decodeTrack(track))[0], (await decodeTrack(plain))[0])).toBe(true)
  })

  test('Vorbis: what lies in front of position 0 is cut', async () => {
    const track = await open(joinOgg(shift(splitOgg(clipOgg), -1000)))
    const [plain] = await decode(clipOgg)
    const [samples] = await decodeTrack(track)
    expect(track.frames).toBe(176400 - 1000)
    expect(isSame(samples, plain!.slice(1000))).toBe(true)
  })

  test.each(Object.entries(clips))('%s: the last one cuts the end', async (_, bytes) => {
    const pages = splitOgg(bytes)
    const last = pages.length - 1
    const track = await open(
      joinOgg(pages.map((page, i) => (i === last ? { ...page, granule: page.granule - 200 } : page))),
    )
    const [plain] = await decode(bytes)
    const [samples] = await decodeTrack(track)
    expect(track.frames).toBe(plain!.length - 200)
    expect(isSame(samples, plain!.slice(0, -200))).toBe(true)
  })
})

describe('chained files', () => {
  test.each(Object.entries(clips))('%s twice, also with one serial number', async (_, bytes) => {
    const plain = await open(bytes)
    const [once] = await decodeTrack(plain)
    for (const second of [bytes, joinOgg(change(splitOgg(bytes), () => ({ serial: 7 })))]) {
      const track = await open(concat(bytes, second))
      expect(track.frames).toBe(2 * plain.frames)
      const [samples] = await decodeTrack(track)
      expect(samples!.length).toBe(track.frames)
      expect(isSame(samples!.slice(0, once!.length), once)).toBe(true)
      expect(isSame(samples!.slice(once!.length), once)).toBe(true)
    }
  })

  test('a second link at another rate has the rate of the first', async () => {
    const track = await open(concat(clipOgg, readFixture('tags.ogg')))
    expect(track).toMatchObject({ sampleRate: 44100, frames: 176400 + 8820 })
    const [samples] = await decodeTrack(track)
    expect(samples!.length).toBe(track.frames)
    // 440 Hz: 2 · 440 · 0.1 s crossings of zero in the middle of the link.
    const middle = samples!.subarray(176400 + 2205, 176400 + 2205 + 4410)
    const crossings = middle.filter((x, i) => i > 0 && x >= 0 !== middle[i - 1]! >= 0).length
    expect(Math.abs(crossings - 88)).toBeLessThanOrEqual(1)
    const [plain] = await decode(readFixture('tags.ogg'))
    expect(measureParts(middle, 1)[0]).toBeCloseTo(measureParts(plain!.subarray(1102, 3307), 1)[0]!, 2)
  })

  test.each([
    ['clip.ogg', 'clip.opus', 2 * 176400],
    ['clip.opus', 'surround.opus', 192000 + 72000],
    ['surround.opus', 'clip.opus', 72000 + 192000],
  ])('%s, then %s, in the format of the first', async (first, second, frames) => {
    const track = await open(concat(readFixture(first), readFixture(second)))
    expect(track.frames).toBe(frames)
    const { sampleRate, channels } = await open(readFixture(first))
    expect(track).toMatchObject({ sampleRate, channels })
    for (const samples of await decodeTrack(track)) expect(samples.length).toBe(frames)
  })

  test('a damaged second link is left out', async () => {
    const second = splitOgg(clipOgg).filter((_, i) => i !== 1)
    const [samples] = await decode(concat(clipOpus, joinOgg(second)))
    expect(samples!.length).toBe(192000)
  })
})

describe('beside other streams and in damaged files', () => {
  test('streams of other kinds are left out', async () => {
    const other = (flags: number, sequence: number) =>
      packPage([new TextEncoder().encode('fishead, not sound')], { flags, granule: 0, serial: 99, sequence })
    const [head, ...rest] = splitOgg(clipOgg)
    const mixed = [other(2, 0), head!, other(2, 0), ...rest.flatMap((page, i) => [page, other(0, i + 1)])]
    const [samples] = await decode(joinOgg(mixed))
    expect(isSame(samples, (await decode(clipOgg))[0])).toBe(true)
  })

  test('only the first of two streams of sound plays', async () => {
    const [head, ...rest] = splitOgg(clipOgg)
    const [otherHead, ...others] = change(splitOgg(clipOpus), () => ({ serial: 5 }))
    const mixed = [head!, otherHead!, ...rest.flatMap((page, i) => (others[i] ? [page, others[i]!] : [page]))]
    const [samples] = await decode(joinOgg(mixed))
    expect(isSame(samples, (await decode(clipOgg))[0])).toBe(true)
  })

  test('junk between pages changes nothing', async () => {
    const pages = splitOgg(clipOgg).map((page) => joinOgg([page]))
    const junk = new TextEncoder().encode('OggS and OggOggS: no pages')
    const [samples] = await decode(concat(...pages.flatMap((page, i) => (i === 0 ? [page] : [junk, page])), junk))
    expect(isSame(samples, (await decode(clipOgg))[0])).toBe(true)
  })

  test.each(Object.entries(clips))('%s: a part of a file plays', async (_, bytes) => {
    const part = bytes.slice(0, bytes.length * 0.6)
    const track = await open(part)
    const [samples] = await decodeTrack(track)
    expect(samples!.length).toBe(track.frames)
    expect(samples!.length).toBeGreaterThan(40000)
    expect(isSame(samples, (await decode(bytes))[0]!.slice(0, samples!.length))).toBe(true)
  })

  test('a file without its headers, or without sound, is an error', async () => {
    await expect(open(joinOgg(splitOgg(clipOgg).slice(2)))).rejects.toThrow('no sound')
    await expect(open(joinOgg(splitOgg(clipOgg).filter((_, i) => i !== 1)))).rejects.toThrow('header')
    await expect(open(joinOgg(splitOgg(clipOpus).slice(0, 2)))).rejects.toThrow('no sound')
  })
})

describe('Opus', () => {
  test('the header’s gain is applied', async () => {
    const [head, ...rest] = splitOgg(clipOpus)
    const body = head!.body.slice()
    // -6.0206 dB in Q7.8.
    new DataView(body.buffer).setInt16(16, -1541, true)
    const [samples] = await decode(joinOgg([{ ...head!, body }, ...rest]))
    const [plain] = await decode(clipOpus)
    samples!.forEach((x, i) => {
      if (Math.abs(x - plain![i]! / 2) > 1e-4) throw new Error(`${x} at ${i}`)
    })
  })

  /** Packets of 20 ms of silence, 50 a page. */
  const makeSilence = (seconds: number) => {
    const [head, tags] = splitOgg(clipOpus)
    const packet = Uint8Array.of(0xf8, 0xff, 0xfe)
    const pages = Array.from({ length: seconds }, (_, i) =>
      packPage(new Array(50).fill(packet), {
        flags: i === seconds - 1 ? 4 : 0,
        granule: (i + 1) * 48000,
        serial: head!.serial,
        sequence: i + 2,
      }),
    )
    return joinOgg(renumber([head!, tags!, ...pages]))
  }

  test('2.5 hours in a small file tell their length from both ends of the file', async () => {
    const bytes = makeSilence(9000)
    const source = createCountingSource(bytes)
    const track = await openOggTrack(source, 5400)
    expect(track!.frames).toBe(9000 * 48000 - 312)
    expect(source.bytesRead()).toBeLessThan(2_000_000)
  })

  test('ten minutes in a small file is decoded in small blocks', async () => {
    const track = await open(makeSilence(600))
    let frames = 0
    for await (const [samples] of track.decode()) {
      expect(samples!.length).toBeLessThan(200_000)
      frames += samples!.length
    }
    expect(frames).toBe(600 * 48000 - 312)
    expect(track.frames).toBe(frames)
  })
})

describe('FLAC', () => {
  const FRAME = 1000
  const values = Array.from({ length: 4500 }, (_, i) => Math.round(20_000 * Math.sin(i / 20)))
  const streamInfo = { rate: 22_050, channels: 1, bits: 16, frames: values.length, frameLength: FRAME }
  const frames = Array.from({ length: 5 }, (_, number) =>
    packFlacFrame([values.slice(number * FRAME, (number + 1) * FRAME)], { bits: 16, rate: 22_050, number }),
  )
  const head = Buffer.concat([Buffer.from('\x7fFLAC\x01\x00\x00\x01', 'latin1'), makeFlacHeader(streamInfo)])
  const comment = Uint8Array.of(0x84, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0)
  const pages = [
    packPage([head], { flags: 2, granule: 0, serial: 3, sequence: 0 }),
    packPage([comment], { flags: 0, granule: 0, serial: 3, sequence: 1 }),
    packPage(frames.slice(0, 2), { flags: 0, granule: 2000, serial: 3, sequence: 2 }),
    packPage(frames.slice(2), { flags: 4, granule: 4500, serial: 3, sequence: 3 }),
  ]

  test.each([0, 1_000_000])('is exact, with positions from %i on', async (by) => {
    const track = await open(joinOgg(shift(pages, by)))
    expect(track).toMatchObject({ sampleRate: 22_050, channels: 1, frames: 4500 })
    const [samples] = await decodeTrack(track)
    expect(Array.from(samples!, (x) => x * 32768)).toEqual(values)
  })
})
