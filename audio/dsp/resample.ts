import type { Hertz, Samples } from '../units.ts'
import { createBandLimiter } from './band-limit.ts'
import { createSimdInterpolator } from './interpolate-adapter.ts'
import { createKaiserLowPass } from './kaiser.ts'
import { type Backend, bestBackend } from './wasm-kernels.ts'

/** Decibels below the sound where everything unwanted lies: 20 bits, as soxr HQ. */
const STOPBAND_ATTENUATION_DB = 120
/** Where the pass band ends, as a share of the lower Nyquist frequency; the stop band begins at 1. As soxr HQ. */
const PASSBAND_SHARE = 0.913
/** Samples of a block whose rate stays. */
const PASSTHROUGH_BLOCK_SAMPLES: Samples = 16384

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

/** Changes the sample rate of a sound that comes in blocks of one length. */
export type Resampler = {
  /** Samples of a block. */
  blockLength: Samples
  /** @returns the next samples at the new rate, as many as are sure by now; overwritten by the next run */
  run: (samples: Float32Array) => Float32Array
}

/**
 * Changes the sample rate with a linear-phase low-pass, with the bands of soxr HQ (librosa.resample's default): flat
 * to 0.913 of the lower Nyquist frequency, -120 dB from 1 on. First the sound is band-limited at its own rate (or a
 * multiple, if that is low), sharply; then a short kernel can read it anywhere between its samples. Output sample n
 * lies at the time n / to. Before its first block the sound is taken as silent; silent blocks after its last one bring
 * the rest.
 * @param from an integer, as is `to`
 * @param path either gives the same bits
 */
export function createResampler(from: Hertz, to: Hertz, path: Backend = bestBackend()): Resampler {
  if (from === to) return { blockLength: PASSTHROUGH_BLOCK_SAMPLES, run: (samples) => samples }
  // At twice the lower rate or more, the nearest mirror image is far from the sound.
  const stuffing = Math.ceil((2 * Math.min(from, to)) / from)
  const rate = from * stuffing
  const thinning = [4, 2].find((by) => rate === by * to || rate >= by * 2 * to) ?? 1
  const nyquist = Math.min(from, to) / 2
  const lowPass = createKaiserLowPass(
    ((1 + PASSBAND_SHARE) / 2) * (nyquist / rate),
    (1 - PASSBAND_SHARE) * (nyquist / rate),
    STOPBAND_ATTENUATION_DB,
  )
  const { input, output, run, margin } = createBandLimiter(lowPass, stuffing, thinning, stuffing * thinning, path)
  const divisor = greatestCommonDivisor(rate, to * thinning)
  const read = createInterpolator((to * thinning) / divisor, rate / divisor, output.length, margin / thinning, path)
  const fresh = input.length - 2 * margin
  return {
    blockLength: fresh / stuffing,
    run: (samples) => {
      input.copyWithin(0, fresh)
      if (stuffing === 1) input.set(samples, 2 * margin)
      else for (let i = 0; i < samples.length; i++) input[2 * margin + i * stuffing] = samples[i]!
      run()
      return read(output)
    },
  }
}

/**
 * Reads the values of a sound, with nothing above half its Nyquist frequency, `down / up` of its samples apart.
 * @param block samples that come at a time
 * @param early samples that come before the first value's place
 */
function createInterpolator(
  up: number,
  down: number,
  block: Samples,
  early: Samples,
  path: Backend,
): (samples: Float32Array) => Float32Array {
  if (up === 1 && down === 1) return createSampleSkipper(early)
  const taps = createPolyphaseFilter(up)
  const reach = taps.width / 2
  // What is left over from one block to the next is at most what a value needs, and the way to the next value.
  const most = block + taps.width + Math.ceil(down / up)
  const batch = Math.ceil((most * up) / down) + 1
  const { input, output, run } = (path === 'simd' ? createSimdInterpolator : createPlainInterpolator)(
    taps,
    down,
    most,
    batch,
  )
  let held = 0
  /** Place in the sound of input[0], and number of the next value. */
  let start = -early
  let next = 0
  return (samples) => {
    input.set(samples, held)
    held += samples.length
    // Value n is known once the sample `reach` after the one at or before its place is.
    const end = Math.max(next, Math.ceil(((start + held - reach) * up) / down))
    const phase = (next * down) % up
    const first = (next * down - phase) / up + 1 - reach
    run(first - start, phase, end - next)
    const values = output.subarray(0, end - next)
    next = end
    const kept = Math.min(start + held, Math.floor((next * down) / up) + 1 - reach)
    input.copyWithin(0, kept - start, held)
    held -= kept - start
    start = kept
    return values
  }
}

/** Leaves out the first samples. */
function createSampleSkipper(early: Samples): (samples: Float32Array) => Float32Array {
  let left = early
  return (samples) => {
    const from = Math.min(left, samples.length)
    left -= from
    return samples.subarray(from)
  }
}

/** Reads values between samples, with its own buffers: fill `input`, call `run`, read `output`. */
export type Interpolator = {
  input: Float32Array
  output: Float32Array
  /** Reads `count` values, the first one `phase / up` after input[first + width / 2 - 1]. */
  run: (first: Samples, phase: number, count: number) => void
}

/** Row p holds the `width` taps for a value p / up after a sample. */
export type PolyphaseFilter = { up: number; width: number; rows: Float64Array }

/** Even and odd taps are summed apart, as the two lanes of the kernel do. */
function createPlainInterpolator(
  { up, width, rows }: PolyphaseFilter,
  down: number,
  most: Samples,
  batch: number,
): Interpolator {
  const input = new Float32Array(most)
  const output = new Float32Array(batch)
  const run: Interpolator['run'] = (first, phase, count) => {
    for (let n = 0; n < count; n++) {
      const place = phase + n * down
      const row = (place % up) * width
      const at = first + Math.floor(place / up)
      let even = 0
      let odd = 0
      for (let k = 0; k < width; k += 2) {
        even += rows[row + k]! * input[at + k]!
        odd += rows[row + k + 1]! * input[at + k + 1]!
      }
      output[n] = even + odd
    }
  }
  return { input, output, run }
}

/** Taps with a sum of exactly one in every row. */
function createPolyphaseFilter(up: number): PolyphaseFilter {
  const lowPass = createKaiserLowPass(0.5, 0.5, STOPBAND_ATTENUATION_DB)
  const half: Samples = Math.ceil(lowPass.reach)
  const width = 2 * half
  const rows = new Float64Array(up * width)
  for (let phase = 0; phase < up; phase++) {
    const row = rows.subarray(phase * width, (phase + 1) * width)
    let gain = 0
    for (let k = 0; k < width; k++) {
      row[k] = lowPass.tapAt(k - half + 1 - phase / up)
      gain += row[k]!
    }
    for (let k = 0; k < width; k++) row[k]! /= gain
  }
  return { up, width, rows }
}
