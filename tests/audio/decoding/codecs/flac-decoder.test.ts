import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createFlacDecoder,
  createFlacFrameDecoder,
  parseStreamInfo,
} from '../../../../audio/decoding/codecs/flac-decoder.ts'
import { type FlacFrameOptions, makeStreamInfo, packFlacFrame } from '../../../flac.ts'
import { noise } from '../../../wav.ts'

/** Integers of the given width that look like music. */
const makeSamples = (length: number, bits: number, seed: number): number[] =>
  [...noise(length, seed)].map((x, i) => Math.round((0.6 * Math.sin(i / (9 + 4 * seed)) + 0.002 * x) * 2 ** (bits - 1)))

const toFloats = (samples: number[][], bits: number) =>
  samples.map((channel) => Float32Array.from(channel, (x) => (x + 0) / 2 ** (bits - 1)))

async function roundTrip(samples: number[][], options: Partial<FlacFrameOptions>) {
  const { bits = 16, rate = 44100 } = options
  const frameLength = samples[0]!.length
  const decoder = await createFlacDecoder(
    makeStreamInfo({ rate, channels: samples.length, bits, frames: 0, frameLength }),
  )
  expect(decoder.decode(packFlacFrame(samples, { rate, number: 0, ...options, bits }))).toEqual(toFloats(samples, bits))
}

describe('every way to store samples is decoded exactly', () => {
  const linear: Partial<FlacFrameOptions> = {
    kind: 'linear',
    order: 4,
    coefficients: [1900, -1100, 300, -80],
    precision: 12,
    shift: 10,
  }
  const long = { ...linear, order: 32, coefficients: Array.from({ length: 32 }, (_, i) => (i === 0 ? 1000 : 3 - i)) }
  test.each<[string, number, Partial<FlacFrameOptions>]>([
    ['verbatim', 1, { kind: 'verbatim' }],
    ['fixed, order 0', 1, { order: 0 }],
    ['fixed, order 1', 1, { order: 1 }],
    ['fixed, order 3', 1, { order: 3 }],
    ['fixed, order 4', 1, { order: 4 }],
    ['linear prediction', 1, linear],
    ['linear prediction of order 32', 1, long],
    ['partitions', 1, { ...linear, partitionOrder: 3 }],
    ['partitions of one sample', 1, { order: 1, partitionOrder: 9 }],
    ['parameters of five bits', 1, { ...linear, hasLongParameters: true, partitionOrder: 2 }],
    ['residuals as they are', 1, { ...linear, isEscaped: true, partitionOrder: 1 }],
    ['residuals as they are, five bits', 1, { order: 2, isEscaped: true, hasLongParameters: true }],
    ['left and side', 2, { assignment: 8 }],
    ['side and right', 2, { ...linear, assignment: 9 }],
    ['middle and side', 2, { ...linear, assignment: 10 }],
    ['8 channels', 8, linear],
    ['4 bits', 1, { bits: 4 }],
    ['8 bits', 2, { bits: 8, assignment: 10 }],
    ['12 bits', 1, { bits: 12 }],
    ['20 bits', 2, { bits: 20, ...linear }],
    ['24 bits', 2, { bits: 24, ...linear, assignment: 10, hasLongParameters: true }],
    ['32 bits', 1, { bits: 32, ...linear, hasLongParameters: true }],
    ['32 bits, middle and side', 2, { bits: 32, ...linear, assignment: 10, hasLongParameters: true }],
    ['32 bits, left and side, fixed', 2, { bits: 32, order: 1, assignment: 8, hasLongParameters: true }],
    ['32 bits, verbatim side', 2, { bits: 32, kind: 'verbatim', assignment: 9 }],
    ['192 kHz', 1, { rate: 192000, rateCode: 12 }],
    ['22,254 Hz', 1, { rate: 22254, rateCode: 13 }],
    ['655,350 Hz', 1, { rate: 655350, rateCode: 14 }],
    ['a large number of the first sample', 1, { number: 2 ** 34 + 5, isVariable: true }],
  ])('%s', async (_, channels, options) => {
    await roundTrip(
      Array.from({ length: channels }, (_, c) => makeSamples(512, options.bits ?? 16, c + 1)),
      options,
    )
  })

  test('one value', async () => {
    for (const value of [0, 1, -32768]) await roundTrip([new Array(300).fill(value)], { kind: 'constant' })
    await roundTrip([[-5]], { kind: 'verbatim' })
  })

  test('low bits that are all 0', async () => {
    for (const [bits, wasted] of [
      [16, 3],
      [24, 8],
      [32, 16],
      [16, 15],
    ] as const) {
      const samples = makeSamples(256, bits, 1).map((x) => Math.floor(x / 2 ** wasted) * 2 ** wasted)
      await roundTrip([samples], { bits, wasted })
      if (bits === 32)
        await roundTrip([samples, samples], {
          bits,
          wasted,
          assignment: 10,
          kind: 'linear',
          order: 1,
          coefficients: [3],
          precision: 4,
          shift: 2,
        })
    }
  })

  test('extreme values', async () => {
    for (const bits of [16, 24, 32]) {
      const [least, most] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1]
      const left = Array.from({ length: 64 }, (_, i) => (i % 2 === 0 ? least : most))
      const right = left.map((x) => -1 - x)
      for (const assignment of [1, 8, 9, 10]) await roundTrip([left, right], { bits, assignment, kind: 'verbatim' })
    }
    const left = Array.from({ length: 64 }, (_, i) => (i % 3 === 0 ? -32768 : 32767))
    await roundTrip([left, left.map((x) => -1 - x)], { order: 4, assignment: 10 })
    await roundTrip([left], {
      kind: 'linear',
      order: 2,
      coefficients: [16383, -16384],
      precision: 15,
      shift: 0,
      isEscaped: true,
      hasLongParameters: true,
    })
  })

  test('any samples', async () => {
    const sample = fc.integer({ min: -32768, max: 32767 })
    const frames = fc.array(fc.tuple(sample, sample), { minLength: 4, maxLength: 300 })
    await fc.assert(
      fc.asyncProperty(
        frames,
        fc.constantFrom(1, 8, 9, 10),
        fc.nat(4),
        fc.boolean(),
        async (pairs, assignment, order, isEscaped) => {
          await roundTrip([pairs.map(([left]) => left), pairs.map(([, right]) => right)], {
            assignment,
            order,
            isEscaped,
          })
        },
      ),
      { numRuns: 40 },
    )
  })
})

test('frames are found within other bytes, with their position', async () => {
  const info = parseStreamInfo(makeStreamInfo({ rate: 48000, channels: 1, bits: 16, frames: 5000, frameLength: 500 }))
  expect(info).toEqual({ sampleRate: 48000, channels: 1, bits: 16, frames: 5000, frameLength: 500 })
  const decoder = await createFlacFrameDecoder(info)
  const samples = makeSamples(400, 16, 1)
  const frame = packFlacFrame([samples], { bits: 16, rate: 48000, number: 7, rateCode: 10 })
  decoder.load(Uint8Array.of(1, 0xff, 0xf8, 0xff, ...frame, 2, 3))
  expect(decoder.find(0)).toBe(4)
  expect(decoder.find(5)).toBe(-1)
  expect(decoder.decode(4)).toEqual({
    block: toFloats([samples], 16),
    sampleRate: 48000,
    position: 3500,
    bytes: frame.length,
  })
  decoder.load(frame.subarray(0, 200))
  expect(decoder.decode(0)).toBe('cut')
})

test('damaged frames and streams are refused', async () => {
  const info = { rate: 44100, channels: 2, bits: 16, frames: 0, frameLength: 300 }
  await expect(createFlacDecoder(makeStreamInfo(info).subarray(0, 33))).rejects.toThrow(/cut off/)
  await expect(createFlacDecoder(makeStreamInfo({ ...info, rate: 0 }))).rejects.toThrow(/rate is 0/)
  const decoder = await createFlacDecoder(makeStreamInfo(info))
  const samples = [makeSamples(300, 16, 1), makeSamples(300, 16, 2)]
  expect(() => decoder.decode(packFlacFrame([samples[0]!], { bits: 16, rate: 44100, number: 0 }))).toThrow(
    /other channels/,
  )
  expect(() => decoder.decode(packFlacFrame(samples, { bits: 16, rate: 48000, number: 0, rateCode: 10 }))).toThrow(
    /another rate/,
  )
  const frame = packFlacFrame(samples, {
    bits: 16,
    rate: 44100,
    number: 0,
    assignment: 10,
    kind: 'linear',
    order: 2,
    coefficients: [60, -29],
    precision: 7,
    shift: 5,
    partitionOrder: 2,
  })
  const change = fc.tuple(fc.nat(frame.length - 1), fc.integer({ min: 1, max: 255 }))
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 1, maxLength: 2 }),
      fc.nat(frame.length),
      fc.boolean(),
      (changes, length, isCut) => {
        const bytes = frame.slice(0, isCut ? length : frame.length)
        for (const [at, value] of changes) if (at < bytes.length) bytes[at]! ^= value
        fc.pre(!frame.every((byte, i) => byte === bytes[i]))
        expect(() => decoder.decode(bytes)).toThrow(/damaged|another rate/)
      },
    ),
    { numRuns: 500 },
  )
})
