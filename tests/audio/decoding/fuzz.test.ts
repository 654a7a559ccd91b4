import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnalysisJob } from '../../../audio/analysis/analysis-types.ts'
import { analyzeSong } from '../../../audio/analysis/analyze-song.ts'
import { readMpegTag } from '../../../audio/decoding/formats/gapless.ts'
import { readMp4Track } from '../../../audio/decoding/formats/mp4.ts'
import { findMpegFrame } from '../../../audio/decoding/formats/mpeg.ts'
import { sniffFormat } from '../../../audio/decoding/formats/sniff-format.ts'
import { parseWavHeader } from '../../../audio/decoding/formats/wav.ts'
import { readWebmSampleRate } from '../../../audio/decoding/formats/webm.ts'
import { identifyFormat } from '../../../audio/decoding/identify-file.ts'
import { sanitizeSamples } from '../../../audio/dsp/replace-non-finite.ts'
import { defaultSettings, parseSong } from '../../../audio/song/song.ts'
import { SongError } from '../../../audio/song-error.ts'
import { decodeFile } from '../../../cli/decode-file.ts'
import { isExpectedError } from '../../../server/operator-error.ts'
import { makeWav, sine } from '../../wav.ts'

const folder = new URL('../../fixtures/', import.meta.url)
const files = [
  ...readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(md|json)$/.test(entry.name))
    .map(({ name }) => new Uint8Array(readFileSync(new URL(name, folder)))),
  makeWav([sine(440, 8000, 2000), sine(500, 8000, 2000)], 8000, 'int24'),
]

/** Random bytes, real headers followed by junk, and truncated or mutated real files. */
const damaged = fc
  .record({
    file: fc.constantFrom(...files),
    keep: fc.double({ min: 0, max: 1, noNaN: true }),
    // Most possible faults are in the headers.
    changes: fc.array(fc.tuple(fc.oneof(fc.nat(200), fc.nat(200_000)), fc.uint8Array({ maxLength: 12 })), {
      maxLength: 8,
    }),
    junk: fc.uint8Array({ maxLength: 300 }),
    whole: fc.boolean(),
  })
  .map(({ file, keep, changes, junk, whole }) => {
    const kept = file.subarray(0, whole ? file.length : Math.floor(file.length * keep))
    const bytes = Uint8Array.of(...kept, ...junk)
    for (const [at, values] of changes) if (at + values.length <= bytes.length) bytes.set(values, at)
    return bytes
  })
const anyBytes = fc.oneof(
  { weight: 3, arbitrary: damaged },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4000 }) },
)

describe('arbitrary bytes', () => {
  test('header readers do not throw and return usable values', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const { sampleRate } = sniffFormat(bytes)
        expect(sampleRate === undefined || sampleRate > 0).toBe(true)
        const wav = parseWavHeader(bytes)
        if (wav) expect(wav.dataStart + wav.dataBytes).toBeLessThanOrEqual(bytes.length)
        const frame = findMpegFrame(bytes)
        if (frame) expect(frame.bytes).toBeGreaterThan(0)
        const { start, end } = (frame && readMpegTag(bytes, frame)?.trim) ?? { start: 0, end: 0 }
        expect(start >= 0 && end >= start).toBe(true)
        expect(readMp4Track(bytes)?.sampleRate ?? 1).toBeGreaterThan(0)
        expect(readWebmSampleRate(bytes) ?? 8000).toBeGreaterThanOrEqual(8000)
      }),
      { seed: 1, numRuns: 400 },
    )
  })

  test('a file is identified or refused with a SongError', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        try {
          expect(identifyFormat(bytes, 'x.mp3')).toHaveProperty('container')
        } catch (error) {
          expect(error).toBeInstanceOf(SongError)
        }
      }),
      { seed: 2, numRuns: 300 },
    )
  })

  test('the CLI decodes it to finite samples or throws an expected error', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        const pcm = await decodeFile(bytes, '/nowhere/x.mp3').catch((error: unknown) => error)
        if (!(pcm instanceof Error) && pcm && typeof pcm === 'object' && 'channels' in pcm) {
          const { channels } = pcm as { channels: Float32Array[] }
          for (const channel of channels) expect(channel.every(Number.isFinite)).toBe(true)
        } else expect(isExpectedError(pcm)).toBe(true)
      }),
      { seed: 3, numRuns: 20 },
    )
  })
})

const job = (sampleRate: number, channels: number): AnalysisJob => ({
  title: 'odd',
  source: { name: 'odd.wav', bytes: 1, sha256: '0'.repeat(64), duration: 1, sampleRate, channels },
  settings: defaultSettings,
})

/** Samples of an unusual signal. */
const stretch = fc.record({
  length: fc.oneof(fc.constantFrom(1, 2, 511, 512, 513, 2048), fc.integer({ min: 1, max: 12_000 })),
  kind: fc.constantFrom('zero', 'dc', 'impulse', 'noise', 'nan', 'infinite', 'huge', 'denormal', 'square', 'sine'),
  level: fc.constantFrom(1, -1, 1e-3, 1e-20, 1e4),
})

function signalOf({ length, kind, level }: { length: number; kind: string; level: number }): number[] {
  const valueAt: Record<string, (i: number) => number> = {
    zero: () => -0,
    dc: () => level,
    impulse: (i) => (i === length >> 1 ? level : 0),
    noise: (i) => level * ((Math.imul(i + 1, 2654435761) >>> 0) / 2 ** 31 - 1),
    nan: (i) => (i % 3 === 0 ? Number.NaN : level),
    infinite: (i) => (i % 2 === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY),
    huge: (i) => (i % 2 === 0 ? 3e38 : -3e38),
    denormal: () => 1e-42,
    square: (i) => (Math.floor(i / 50) % 2 === 0 ? level : -level),
    sine: (i) => level * Math.sin(i / 7),
  }
  const value = valueAt[kind] as (i: number) => number
  return Array.from({ length }, (_, i) => value(i))
}

test('unusual signals of any rate and number of channels give a valid Song', async () => {
  const signals = fc.record({
    sampleRate: fc.constantFrom(8000, 11025, 22050, 44100, 192_000),
    channels: fc.array(fc.array(stretch, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
  })
  await fc.assert(
    fc.asyncProperty(signals, async ({ sampleRate, channels: kinds }) => {
      const sounds = kinds.map((kind) => kind.flatMap(signalOf))
      const length = Math.max(...sounds.map((sound) => sound.length))
      const channels = sounds.map((sound) => Float32Array.from({ length }, (_, i) => sound[i] ?? 0))
      channels.forEach(sanitizeSamples)
      const song = await analyzeSong({ channels, sampleRate }, job(sampleRate, channels.length), {})
      expect(parseSong(JSON.parse(JSON.stringify(song)))).toEqual(song)
    }),
    { seed: 4, numRuns: 40 },
  )
})
