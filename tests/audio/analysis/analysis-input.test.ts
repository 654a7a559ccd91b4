import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAnalysisInputBuilder, readAnalysisInput } from '../../../audio/analysis/analysis-input.ts'
import { noise, sine } from '../../wav.ts'

const gridTime = (hops: number): number => (hops * 512) / 22050

describe('createAnalysisInputBuilder', () => {
  test('gives the same bits for any block lengths and any announced length', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(8000, 16000, 22050, 44056, 44100, 48000, 88200, 96000, 192000),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.oneof(fc.constantFrom(0, 1, 2, 511), fc.integer({ min: 0, max: 20_000 })), { maxLength: 8 }),
        fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100_000 })),
        fc.constantFrom('simd' as const, 'plain' as const),
        fc.nat(100_000),
        (sampleRate, count, blocks, frames, backend, canceledUpTo) => {
          const length = blocks.reduce((sum, block) => sum + block, 0)
          const channels = Array.from({ length: count }, (_, c) => noise(length, c))
          channels[1]?.set(channels[0]!.subarray(0, canceledUpTo).map((x) => -x))
          const whole = readAnalysisInput({ channels, sampleRate }, undefined, backend)
          const builder = createAnalysisInputBuilder(sampleRate, count, frames, backend)
          let at = 0
          for (const block of blocks) {
            const pushed = channels.map((channel) => channel.slice(at, at + block))
            builder.push(pushed)
            // Callers may reuse their blocks.
            for (const channel of pushed) channel.fill(Number.NaN)
            at += block
          }
          const pieces = builder.finish()
          expect(pieces.samples).toEqual(whole.samples)
          expect(pieces.samples).toHaveLength(Math.ceil((length * 22050) / sampleRate))
          expect(pieces.duration).toBe(length / sampleRate)
          for (let k = 0; gridTime(k) < whole.duration; k += 7) {
            expect(pieces.rmsLevel(gridTime(k), gridTime(k + 3))).toBe(whole.rmsLevel(gridTime(k), gridTime(k + 3)))
            expect(pieces.rmsLevel(gridTime(k), whole.duration)).toBe(whole.rmsLevel(gridTime(k), whole.duration))
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  test('mono is the mean of the channels, which are not changed', () => {
    const channels = [Float32Array.of(1, 0, 1, 1, 1), Float32Array.of(0, 0.5, 1, 1, 1), Float32Array.of(-1, 1, 1, 1, 7)]
    expect(readAnalysisInput({ channels, sampleRate: 22050 }).samples).toEqual(Float32Array.of(0, 0.5, 1, 1, 3))
    expect(channels[0]).toEqual(Float32Array.of(1, 0, 1, 1, 1))
  })

  const left = noise(100_000, 1)
  const right = noise(100_000, 2)
  const invert = (samples: Float32Array<ArrayBuffer>) => samples.map((x) => -x)
  const mixAt = (sampleRate: number, ...channels: Float32Array<ArrayBuffer>[]) =>
    (['simd', 'plain'] as const).map(
      (backend) => readAnalysisInput({ channels, sampleRate }, undefined, backend).samples,
    )

  test.each([8000, 22050, 44100, 48000])('channels that cancel each other out are heard, at %i Hz', (rate) => {
    const alone = mixAt(rate, left)
    expect(mixAt(rate, left, invert(left))).toEqual(alone)
    // As lossy encoders leave it: the mix is 34 dB quieter, then 17 dB.
    const inexact = invert(left).map((x, i) => x * (1 + (i < 60_000 ? 0.04 : 0.28) * Math.sin(i)))
    expect(mixAt(rate, left, inexact)).toEqual(alone)
    expect(mixAt(rate, new Float32Array(left.length), left, new Float32Array(left.length), invert(left))).toEqual(alone)
    expect(alone[1]).toEqual(alone[0])
  })

  test('a song that is out of phase for its first half is heard there, and is mono in its second', () => {
    const first = left.map((x, i) => (i < 50_000 ? -x : right[i]!))
    const [mixed, plain] = mixAt(22050, left, first) as [Float32Array, Float32Array]
    expect(plain).toEqual(mixed)
    expect(mixed.subarray(0, 32_000)).toEqual(left.subarray(0, 32_000))
    const mean = left.map((x, i) => Math.fround(x + right[i]!) / 2)
    expect(mixed.subarray(50_000)).toEqual(mean.subarray(50_000))
  })

  test('ordinary stereo is librosa’s mean to the last bit: wide, on one side, or with a canceled moment', () => {
    const wide = left.map((x, i) => -0.8 * x + 0.2 * right[i]!)
    const moment = right.map((x, i) => (i > 60_000 && i < 65_000 ? -left[i]! : x))
    const beyondHearing = [left.map((x) => 1e-6 * x), left.map((x) => -1e-6 * x)] as const
    for (const pair of [[left, wide], [left, new Float32Array(left.length)], [left, moment], beyondHearing] as const) {
      const mean = pair[0].map((x, i) => Math.fround(x + pair[1][i]!) / 2)
      for (const mixed of mixAt(22050, ...pair)) expect(mixed).toEqual(mean)
    }
  })

  test('reports progress up to 1', () => {
    const seen: number[] = []
    readAnalysisInput({ channels: [new Float32Array(1_000_000)], sampleRate: 44100 }, (fraction) => seen.push(fraction))
    expect(seen.length).toBeGreaterThan(1)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(1)
  })
})

describe('rmsLevel', () => {
  test('is the RMS level over all channels', () => {
    const square = readAnalysisInput({ channels: [new Float32Array(100).fill(1)], sampleRate: 100 })
    expect(square.rmsLevel(0, 1)).toBeCloseTo(0, 9)
    const half = readAnalysisInput({ channels: [sine(100, 8000, 8000), new Float32Array(8000)], sampleRate: 8000 })
    expect(half.rmsLevel(0, 1)).toBeCloseTo(10 * Math.log10(0.125 / 2), 6)
    expect(half.rmsLevel(gridTime(20), gridTime(20))).toBe(-120)
    expect(readAnalysisInput({ channels: [new Float32Array(9)], sampleRate: 9 }).rmsLevel(0, 1)).toBe(-120)
  })

  test('equals its definition at any rate, between any two hops', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(40, 8000, 22050, 44056, 44100, 192000),
        fc.integer({ min: 1, max: 20_000 }),
        fc.tuple(fc.nat(60), fc.nat(60)),
        (sampleRate, length, hops) => {
          const channels = [noise(length, 1), noise(length, 2).map((x) => x / 3)]
          const { rmsLevel: levelOf, duration } = readAnalysisInput({ channels, sampleRate })
          const [start = 0, end = 0] = hops.map((hop) => Math.min(gridTime(hop), duration)).toSorted((a, b) => a - b)
          const parts = channels.map((x) => x.subarray(Math.round(start * sampleRate), Math.round(end * sampleRate)))
          const energy = parts.reduce((sum, part) => part.reduce((total, x) => total + x * x, sum), 0)
          const mean = energy / Math.max(1, 2 * (parts[0]?.length as number))
          expect(levelOf(start, end)).toBeCloseTo(Math.max(-120, 10 * Math.log10(Math.max(mean, 1e-12))), 5)
        },
      ),
      { numRuns: 50 },
    )
  })
})
