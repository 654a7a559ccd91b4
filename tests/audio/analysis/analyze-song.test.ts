import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAnalysisInputBuilder } from '../../../audio/analysis/analysis-input.ts'
import type { AnalysisJob, ChunkOutline } from '../../../audio/analysis/analysis-types.ts'
import { analyzeInput, analyzeSong } from '../../../audio/analysis/analyze-song.ts'
import type { Pcm } from '../../../audio/pcm.ts'
import {
  defaultSettings,
  parseSong,
  presets,
  type Song,
  type SongSettings,
  slicings,
} from '../../../audio/song/song.ts'
import { bursts, noise } from '../../wav.ts'

const jobFor = ({ channels, sampleRate }: Pcm, settings: Partial<SongSettings> = {}): AnalysisJob => ({
  title: 'Test',
  source: {
    name: 'test.wav',
    bytes: 44,
    sha256: '0'.repeat(64),
    duration: (channels[0]?.length ?? 0) / sampleRate,
    sampleRate,
    channels: channels.length,
  },
  settings: { ...defaultSettings, ...settings },
})
const analyze = (pcm: Pcm, settings?: Partial<SongSettings>): Promise<Song> =>
  analyzeSong(pcm, jobFor(pcm, settings), {})

describe('analyzeSong', () => {
  const stereo: Pcm = { channels: [bursts(6, 44100), bursts(6, 44100).map((x) => x / 2)], sampleRate: 44100 }

  test('gives a valid Song, equal in two runs, and does not change the sound', async () => {
    const before = stereo.channels.map((channel) => channel.slice())
    const song = await analyze(stereo)
    expect(parseSong(JSON.parse(JSON.stringify(song)))).toEqual(song)
    expect(JSON.stringify(await analyze(stereo))).toBe(JSON.stringify(song))
    expect(stereo.channels.every((channel, c) => channel.every((x, i) => x === before[c]?.[i]))).toBe(true)
    expect(song.chunks.length).toBeGreaterThan(20)
    expect(song.chunks.every(({ features }) => features.length === 26)).toBe(true)
  })

  test('positions and maps are centered, of unit RMS radius', async () => {
    const { chunks } = await analyze(stereo)
    for (const key of ['position', 'map'] as const) {
      const dims = chunks[0]?.[key].length as number
      for (let d = 0; d < dims; d++) {
        expect(Math.abs(chunks.reduce((sum, chunk) => sum + chunk[key][d]!, 0) / chunks.length)).toBeLessThan(1e-4)
      }
      const energy = chunks.reduce((sum, chunk) => sum + chunk[key].reduce((square, x) => square + x * x, 0), 0)
      expect(energy / chunks.length).toBeCloseTo(1, 3)
    }
  })

  test('reports stages in order, the outline once, and snapshots of the form', async () => {
    const stages: string[] = []
    const outlines: ChunkOutline[][] = []
    const forms: number[] = []
    const song = await analyzeSong(stereo, jobFor(stereo), {
      onProgress: (stage, fraction) => {
        if (stages.at(-1) !== stage) stages.push(stage)
        expect(fraction).toBeGreaterThanOrEqual(0)
        expect(fraction).toBeLessThanOrEqual(1)
      },
      onOutline: (chunks) => outlines.push(chunks),
      onForm: (positions, iteration, iterations) => {
        expect(positions).toHaveLength(3 * (outlines[0]?.length as number))
        expect(iterations).toBe(500)
        forms.push(iteration)
      },
    })
    expect(stages).toEqual(['resampling', 'spectrum', 'onsets', 'features', 'embedding'])
    expect(outlines).toEqual([song.chunks.map(({ start, end, loudness }) => ({ start, end, loudness }))])
    expect(forms).toHaveLength(51)
  })

  test('gives the same Song for a sound that arrives in blocks', async () => {
    const builder = createAnalysisInputBuilder(stereo.sampleRate, 2)
    for (let at = 0; at < 6 * 44100; at += 10_007)
      builder.push(stereo.channels.map((channel) => channel.subarray(at, at + 10_007)))
    expect(await analyzeInput(builder.finish(), jobFor(stereo), {})).toEqual(await analyze(stereo))
  })

  test('an empty sound is refused with a SongError', async () => {
    const nothing: Pcm = { channels: [new Float32Array(0)], sampleRate: 44100 }
    await expect(analyzeInput(createAnalysisInputBuilder(44100, 1).finish(), jobFor(nothing), {})).rejects.toThrow(
      /no sound/,
    )
    await expect(analyze({ channels: [new Float32Array(0)], sampleRate: 44100 })).rejects.toThrow(/holds no sound/)
  })

  test('any short sound at any rate gives a valid Song with any settings', async () => {
    const sounds = fc.record({
      sampleRate: fc.constantFrom(8000, 11025, 22050, 44100, 48000, 96000),
      count: fc.constantFrom(1, 2, 6),
      length: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 60_000 })),
      kind: fc.constantFrom('silence', 'noise', 'constant', 'bursts', 'impulse'),
      settings: fc.record({
        slicing: fc.constantFrom(...slicings),
        preset: fc.constantFrom(...presets),
        minChunk: fc.constantFrom(0, 0.14, 2),
      }),
    })
    await fc.assert(
      fc.asyncProperty(sounds, async ({ sampleRate, count, length, kind, settings }) => {
        const make = {
          silence: () => new Float32Array(length),
          noise: () => noise(length),
          constant: () => new Float32Array(length).fill(1e6),
          bursts: () => bursts(length / sampleRate, sampleRate, 12),
          impulse: () => Float32Array.from({ length }, (_, i) => (i === length >> 1 ? 1 : 0)),
        }[kind]
        const song = await analyze({ channels: Array.from({ length: count }, make), sampleRate }, settings)
        expect(parseSong(JSON.parse(JSON.stringify(song)))).toEqual(song)
      }),
      { numRuns: 40 },
    )
  })
})
