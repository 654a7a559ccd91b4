import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
} from 'mediabunny'
import { describe, expect, test } from 'vitest'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { readMovieBox } from '../../../../audio/decoding/formats/mp4-boxes.ts'
import { parseMp4Movie } from '../../../../audio/decoding/formats/mp4-movie.ts'
import { openMp4Track } from '../../../../audio/decoding/formats/mp4-track.ts'
import { readMp4Trims } from '../../../../audio/decoding/formats/mp4-trim.ts'
import { openOggTrack } from '../../../../audio/decoding/formats/ogg-track.ts'
import { MissingDecoderError } from '../../../../audio/decoding/missing-decoder-error.ts'
import { announceSbr, makeMovie, type TestMovie } from '../../../mp4.ts'
import { splitOgg } from '../../../ogg.ts'
import { decodeTrack, readFixture } from '../../../track.ts'

const open = async (bytes: Uint8Array<ArrayBuffer>) => {
  const track = await openMp4Track(createMemorySource(bytes), 5400)
  if (!track) throw new Error('no mp4 file')
  return track
}

const RATE = 8000
/** Sample i has the value i. */
const ramp = Int16Array.from({ length: 20_000 }, (_, i) => i)
const makeRamp = (movie: Partial<TestMovie> = {}) => makeMovie({ samples: ramp, sampleRate: RATE, ...movie })
/** First and last sample and their number, before and after decoding. */
async function measure(bytes: Uint8Array<ArrayBuffer>) {
  const track = await open(bytes)
  const [samples] = await decodeTrack(track)
  const { length } = samples!
  expect(track.frames).toBe(length)
  return { first: samples![0]! * 32768, last: samples![length - 1]! * 32768, length }
}

describe('where a song begins and ends', () => {
  test('without an edit list all of the media plays', async () => {
    expect(await measure(makeRamp())).toEqual({ first: 0, last: 19_999, length: 20_000 })
  })

  test('one entry: from its time, up to its end', async () => {
    const edits = [{ duration: 1000, mediaTime: 1105 }]
    expect(await measure(makeRamp({ edits }))).toEqual({ first: 1105, last: 9104, length: 8000 })
  })

  test('a duration rounded to the movie’s time scale ends with the media', async () => {
    // 18,895 samples are 2361.875 ms.
    for (const duration of [2361, 2362, 0]) {
      const edits = [{ duration, mediaTime: 1105 }]
      expect(await measure(makeRamp({ edits }))).toEqual({ first: 1105, last: 19_999, length: 18_895 })
    }
  })

  test('two entries: the silence in front is left out', async () => {
    const edits = [
      { duration: 500, mediaTime: -1 },
      { duration: 1000, mediaTime: 1105 },
    ]
    expect(await measure(makeRamp({ edits }))).toEqual({ first: 1105, last: 9104, length: 8000 })
  })

  test('two parts of the media play one after another', async () => {
    const adjoining = [
      { duration: 500, mediaTime: 1000 },
      { duration: 500, mediaTime: 5000 },
    ]
    expect(await measure(makeRamp({ edits: adjoining }))).toEqual({ first: 1000, last: 8999, length: 8000 })
    const apart = [
      { duration: 500, mediaTime: 1000 },
      { duration: 500, mediaTime: 9000 },
    ]
    expect(await measure(makeRamp({ edits: apart }))).toEqual({ first: 1000, last: 12_999, length: 8000 })
  })

  test('parts that go back or repeat play in their order', async () => {
    const edits = [
      { duration: 1000, mediaTime: 9000 },
      { duration: 500, mediaTime: 1000 },
      { duration: 500, mediaTime: 1000 },
      { duration: 250, mediaTime: 99_000 },
    ]
    const track = await open(makeRamp({ edits }))
    const [samples] = await decodeTrack(track)
    const range = (from: number, length: number) => Array.from({ length }, (_, i) => from + i)
    expect(track.frames).toBe(16_000)
    expect(Array.from(samples!, (x) => x * 32768)).toEqual([
      ...range(9000, 8000),
      ...range(1000, 4000),
      ...range(1000, 4000),
    ])
  })

  test('a thousand jumps back are not all followed', async () => {
    const edits = Array.from({ length: 1000 }, () => ({ duration: 250, mediaTime: 9000 }))
    expect((await measure(makeRamp({ edits }))).length).toBeLessThan(100_000)
  })

  test('iTunSMPB, alone and with an edit list whose end is coarse', async () => {
    const itunes: TestMovie['itunes'] = [2112, 388, 17_500]
    const expected = { first: 2112, last: 19_611, length: 17_500 }
    expect(await measure(makeRamp({ itunes }))).toEqual(expected)
    expect(await measure(makeRamp({ itunes, edits: [{ duration: 2188, mediaTime: 2112 }] }))).toEqual(expected)
  })

  test('a tag that cannot be is left out', async () => {
    expect(await measure(makeRamp({ itunes: [2112, 0, 90_000] }))).toMatchObject({ first: 0, length: 20_000 })
  })

  test('a media duration below the packets cuts the padding', async () => {
    expect(await measure(makeRamp({ duration: 19_000 }))).toMatchObject({ first: 0, length: 19_000 })
  })

  test('HE-AAC: delay and length double with the rate of the output', async () => {
    const movie = parseMp4Movie((await readMovieBox(createMemorySource(makeRamp({ itunes: [2112, 388, 17_500] }))))!)!
    expect(readMp4Trims(movie, 2 * RATE)).toEqual([{ start: 4224, end: 39_224 }])
    const edited = { ...movie, itunes: undefined, edits: [{ duration: 0, mediaTime: 1024 }] }
    expect(readMp4Trims(edited, 2 * RATE)).toEqual([{ start: 2048, end: 40_000 }])
    // The time scale may be that of the output.
    expect(readMp4Trims({ ...movie, timescale: 2 * RATE }, 2 * RATE)).toEqual([{ start: 2112, end: 19_612 }])
  })
})

describe('incomplete files', () => {
  test('a fifth of a file with its movie box in front plays', async () => {
    const bytes = makeRamp()
    expect(await measure(bytes.slice(0, bytes.length - 32_000))).toEqual({ first: 0, last: 3999, length: 4000 })
  })

  test('a file whose movie box is missing says so', async () => {
    const bytes = makeRamp({ isMovieLast: true })
    expect(await measure(bytes)).toMatchObject({ length: 20_000 })
    await expect(open(bytes.slice(0, bytes.length / 5))).rejects.toThrow('movie box')
  })

  test('other files are left to other readers', async () => {
    expect(await openMp4Track(createMemorySource(readFixture('clip.webm')), 5400)).toBeUndefined()
  })
})

describe('codecs', () => {
  test('Apple Lossless', async () => {
    const track = await open(readFixture('clip-alac.m4a'))
    const [samples] = await decodeTrack(track)
    expect(track).toMatchObject({ sampleRate: 16_000, channels: 1, frames: samples!.length })
    expect(samples!.length).toBe(16_000)
  })

  test('AAC without WebCodecs: what the container says is for the decoder that can', async () => {
    const failure = await open(readFixture('clip.m4a')).catch((cause: unknown) => cause)
    if (!(failure instanceof MissingDecoderError)) throw failure
    expect(failure.message).toContain('mp4a.40.2')
    expect(failure.track).toMatchObject({ sampleRate: 44_100, trims: [{ start: 1024, end: 45_124 }] })
  })
})

test('HE-AAC announced behind the configuration of its core: the trim counts at the doubled rate', async () => {
  const failure = await open(announceSbr(readFixture('tags.m4a'))).catch((cause: unknown) => cause)
  if (!(failure instanceof MissingDecoderError)) throw failure
  expect(failure.track).toMatchObject({ sampleRate: 44_100, trims: [{ start: 2048, end: 2048 + 8820 }] })
})

/** The packets of clip.opus in another container. */
async function remux(format: OutputFormat): Promise<Uint8Array<ArrayBuffer>> {
  const [head, , ...pages] = splitOgg(readFixture('clip.opus'))
  const packets = pages.flatMap(({ segments, body }) => {
    let at = 0
    return segments.map((length) => {
      at += length
      return body.subarray(at - length, at)
    })
  })
  const target = new BufferTarget()
  const output = new Output({ format, target })
  const source = new EncodedAudioPacketSource('opus')
  output.addAudioTrack(source)
  await output.start()
  const decoderConfig = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, description: head!.body.slice() }
  for (const [i, packet] of packets.entries())
    await source.add(new EncodedPacket(packet, 'key', i * 0.02, 0.02), { decoderConfig })
  await output.finalize()
  return new Uint8Array(target.buffer!)
}

describe('Opus as in an Ogg file', () => {
  test.each([
    ['mp4', new Mp4OutputFormat({ fastStart: 'in-memory' })],
    ['fragmented mp4', new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 0.5 })],
  ])('in %s', async (_, format) => {
    const track = await open(await remux(format))
    const [samples] = await decodeTrack(track)
    const [plain] = await decodeTrack((await openOggTrack(createMemorySource(readFixture('clip.opus')), 5400))!)
    expect(track).toMatchObject({ sampleRate: 48_000, channels: 1, frames: samples!.length })
    // The remultiplexed file keeps the padding of the last packet.
    expect(samples!.length).toBe(201 * 960 - 312)
    expect(Buffer.from(samples!.slice(0, plain!.length).buffer).equals(Buffer.from(plain!.buffer))).toBe(true)
  })
})
