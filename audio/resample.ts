import { bandLimit } from './band-limit.ts'
import { kaiserLowPass } from './kaiser.ts'
import { kernelReader } from './read-between-kernel.ts'
import { bestPath, type Path } from './simd.ts'
import type { Hertz, Samples } from './units.ts'

/** Decibels below the sound where everything unwanted lies: 20 bits, as soxr HQ. */
const attenuation = 120
/** Where the pass band ends, as a share of the lower Nyquist frequency; the stop band begins at 1. As soxr HQ. */
const passShare = 0.913
/** Share of the work that lies in the band limit, for the progress. */
const bandLimitShare = 0.7

/** Values read at once. */
const batch = 8192

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

/**
 * Changes the sample rate with a linear-phase low-pass, with the bands of soxr HQ (librosa.resample's default): flat
 * to 0.913 of the lower Nyquist frequency, -120 dB from 1 on. First the sound is band-limited at its own rate (or a
 * multiple, if that is low), sharply; then a short kernel can read it anywhere between its samples. Output sample n
 * lies at the time n / to.
 * @param samples mono
 * @param from an integer, as is `to`
 * @returns ceil(length * to / from) samples, as librosa.resample; the input itself if the rates are equal
 */
export function resample(
  samples: Float32Array<ArrayBuffer>,
  from: Hertz,
  to: Hertz,
  onProgress?: (fraction: number) => void,
  path: Path = bestPath(),
): Float32Array<ArrayBuffer> {
  if (from === to) return samples
  // At twice the target rate or more, the nearest mirror image is far from the sound.
  const stuffing = Math.ceil((2 * to) / from)
  const rate = from * stuffing
  const nyquist = Math.min(from, to) / 2
  const lowPass = kaiserLowPass(
    ((1 + passShare) / 2) * (nyquist / rate),
    (1 - passShare) * (nyquist / rate),
    attenuation,
  )
  const smooth = bandLimit(samples, stuffing, lowPass, (fraction) => onProgress?.(fraction * bandLimitShare), path)
  const output = new Float32Array(Math.ceil((samples.length * to) / from))
  const divisor = greatestCommonDivisor(rate, to)
  readBetween(smooth, to / divisor, rate / divisor, output, path)
  onProgress?.(1)
  return output
}

/**
 * Reads the values of a sound, with nothing above half its Nyquist frequency, `down / up` of its samples apart.
 */
function readBetween(samples: Float32Array, up: number, down: number, output: Float32Array, path: Path): void {
  if (up === 1) {
    for (let n = 0, at = 0; n < output.length; n++, at += down) output[n] = samples[at] as number
    return
  }
  const taps = kernel(up)
  const read = path === 'simd' ? kernelReader(taps, down, batch) : plainReader(taps, down)
  const reach = taps.width / 2
  // One batch's samples, silent beyond both ends of the sound.
  const span = Math.ceil((batch * down) / up) + taps.width + 1
  const part = new Float32Array(span)
  for (let n = 0; n < output.length; n += batch) {
    const phase = (n * down) % up
    const first = (n * down - phase) / up + 1 - reach
    const from = Math.max(0, first)
    part.fill(0)
    part.set(samples.subarray(from, first + span), from - first)
    read(part, phase, output.subarray(n, n + batch))
  }
}

/** Reads values, the first one `phase / up` after the sample at part[width / 2 - 1]. */
export type Reader = (part: Float32Array, phase: number, output: Float32Array) => void

/** Row p holds the `width` taps for a value p / up after a sample. */
export type Taps = { up: number; width: number; rows: Float64Array }

/** Even and odd taps are summed apart, as the two lanes of the kernel do. */
function plainReader({ up, width, rows }: Taps, down: number): Reader {
  return (part, phase, output) => {
    for (let n = 0; n < output.length; n++) {
      const place = phase + n * down
      const row = (place % up) * width
      const first = Math.floor(place / up)
      let even = 0
      let odd = 0
      for (let k = 0; k < width; k += 2) {
        even += (rows[row + k] as number) * (part[first + k] as number)
        odd += (rows[row + k + 1] as number) * (part[first + k + 1] as number)
      }
      output[n] = even + odd
    }
  }
}

/** Taps with a sum of exactly one in every row. */
function kernel(up: number): Taps {
  const lowPass = kaiserLowPass(0.5, 0.5, attenuation)
  const half: Samples = Math.ceil(lowPass.reach)
  const width = 2 * half
  const rows = new Float64Array(up * width)
  for (let phase = 0; phase < up; phase++) {
    const row = rows.subarray(phase * width, (phase + 1) * width)
    let gain = 0
    for (let k = 0; k < width; k++) {
      row[k] = lowPass.at(k - half + 1 - phase / up)
      gain += row[k] as number
    }
    for (let k = 0; k < width; k++) row[k] = (row[k] as number) / gain
  }
  return { up, width, rows }
}
