import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAlacDecoder } from '../../../../audio/decoding/codecs/alac-decoder.ts'
import { type AlacOptions, makeAlacCookie, packAlac } from '../../../alac.ts'
import { noise } from '../../../wav.ts'

const plain: AlacOptions = {
  stored: false,
  lowBits: 0,
  mixShift: 2,
  mixWeight: 2,
  mode: 0,
  shift: 9,
  coefficients: [160, -190, 170, -130],
}

/** Integers of the given width: a sine with noise, silence in the middle. */
const makeSamples = (length: number, bits: number, seed: number): number[] =>
  [...noise(length, seed)].map((x, i) =>
    i % 300 > 200 ? 0 : Math.round((0.4 * Math.sin(i / (7 + seed)) + 0.01 * x) * 2 ** (bits - 1)),
  )

async function roundTrip(samples: number[][], frameLength: number, bits: number, options: AlacOptions) {
  const decoder = await createAlacDecoder(makeAlacCookie(frameLength, bits, samples.length, 44100))
  const block = decoder.decode(packAlac(samples, frameLength, bits, options))
  expect(block).toEqual(samples.map((channel) => Float32Array.from(channel, (x) => x / 2 ** (bits - 1))))
}

describe('every way to store samples is decoded exactly', () => {
  test.each([
    ['16 bits, a pair', 16, 2, {}],
    ['16 bits, one channel', 16, 1, {}],
    ['a pair that is not mixed', 16, 2, { mixWeight: 0 }],
    ['20 bits', 20, 2, {}],
    ['24 bits, low bits stored', 24, 2, { lowBits: 8 }],
    ['24 bits', 24, 1, {}],
    ['32 bits, low bits stored', 32, 2, { lowBits: 16 }],
    ['32 bits, one channel', 32, 1, { lowBits: 8 }],
    ['no prediction', 16, 2, { coefficients: [] }],
    ['differences', 16, 2, { coefficients: new Array<number>(31).fill(0) }],
    ['differences twice', 16, 2, { mode: 15 }],
    ['eight coefficients', 16, 2, { coefficients: [160, -190, 170, -130, 80, -25, 10, 5] }],
    ['thirty coefficients', 16, 1, { coefficients: Array.from({ length: 30 }, (_, i) => 40 - i) }],
    ['16 bits stored', 16, 2, { stored: true }],
    ['32 bits stored', 32, 2, { stored: true }],
  ] as [string, number, number, Partial<AlacOptions>][])('%s', async (_, bits, channels, changes) => {
    const options = { ...plain, ...changes }
    const samples = Array.from({ length: channels }, (_, c) => makeSamples(1000, bits, c + 1))
    await roundTrip(samples, 1000, bits, options)
    await roundTrip(
      samples.map((channel) => channel.slice(0, 77)),
      1000,
      bits,
      options,
    )
  })

  test('any samples', async () => {
    const sample = fc.integer({ min: -32768, max: 32767 })
    const pair = fc.array(fc.tuple(sample, sample), { minLength: 1, maxLength: 300 })
    await fc.assert(
      fc.asyncProperty(pair, fc.nat(3), fc.nat(), async (frames, mixShift, weight) => {
        const mixWeight = weight % (2 ** mixShift + 1)
        await roundTrip([frames.map(([l]) => l), frames.map(([, r]) => r)], 4096, 16, { ...plain, mixShift, mixWeight })
      }),
      { numRuns: 40 },
    )
  })
})

test('the configuration is found within the atoms of older files and behind the version of an mp4 box', async () => {
  const cookie = makeAlacCookie(4096, 16, 2, 48000)
  const atoms = Buffer.from('\0\0\0\x0cfrmaalac\0\0\0\x24alac\0\0\0\0', 'latin1')
  for (const bytes of [Uint8Array.of(...atoms, ...cookie), Uint8Array.of(0, 0, 0, 0, ...cookie)])
    expect(await createAlacDecoder(bytes)).toMatchObject({ sampleRate: 48000, channels: 2 })
})

test('channels that a packet does not hold are silent', async () => {
  const decoder = await createAlacDecoder(makeAlacCookie(100, 16, 3, 44100))
  const samples = makeSamples(100, 16, 1)
  const block = decoder.decode(packAlac([samples], 100, 16, plain))
  expect(block[2]).toEqual(Float32Array.from(samples, (x) => x / 32768))
  expect([block[0], block[1]]).toEqual([new Float32Array(100), new Float32Array(100)])
})

test('a damaged configuration is refused', async () => {
  const cookies = [
    new Uint8Array(0),
    makeAlacCookie(4096, 16, 2, 48000).subarray(0, 20),
    makeAlacCookie(4096, 16, 0, 48000),
    makeAlacCookie(4096, 17, 2, 48000),
    makeAlacCookie(0, 16, 2, 48000),
    makeAlacCookie(4096, 16, 2, 0),
  ]
  for (const cookie of cookies) await expect(createAlacDecoder(cookie)).rejects.toThrow(/ALAC/)
})

test('damaged packets are refused or decoded to something finite', async () => {
  const decoder = await createAlacDecoder(makeAlacCookie(500, 16, 2, 44100))
  const packet = packAlac([makeSamples(500, 16, 1), makeSamples(500, 16, 2)], 500, 16, plain)
  expect(() => decoder.decode(packet.subarray(0, 300))).toThrow(/damaged/)
  const change = fc.tuple(fc.oneof(fc.nat(20), fc.nat(packet.length - 1)), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), fc.nat(packet.length), (changes, length) => {
      const bytes = packet.slice()
      for (const [at, value] of changes) bytes[at] = value
      try {
        for (const channel of decoder.decode(bytes.subarray(0, length)))
          expect(channel.every(Number.isFinite)).toBe(true)
      } catch (error) {
        expect((error as Error).message).toMatch(/damaged/)
      }
    }),
  )
})
