import { bandLimit } from './band-limit.ts'
import { kaiserLowPass } from './kaiser.ts'
import type { Hertz, Samples } from './units.ts'

/** Decibels below the sound where everything unwanted lies: 20 bits, as soxr HQ. */
const attenuation = 120
/** Where the pass band ends, as a share of the lower Nyquist frequency; the stop band begins at 1. As soxr HQ. */
const passShare = 0.913
/** Share of the work that lies in the band limit, for the progress. */
const bandLimitShare = 0.7

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
  const smooth = bandLimit(samples, stuffing, lowPass, (fraction) => onProgress?.(fraction * bandLimitShare))
  const output = new Float32Array(Math.ceil((samples.length * to) / from))
  const divisor = greatestCommonDivisor(rate, to)
  readBetween(smooth, to / divisor, rate / divisor, output)
  onProgress?.(1)
  return output
}

/**
 * Reads the values of a sound, with nothing above half its Nyquist frequency, `down / up` of its samples apart.
 */
function readBetween(samples: Float32Array, up: number, down: number, output: Float32Array): void {
  if (up === 1) {
    for (let n = 0; n < output.length; n++) output[n] = samples[n * down] as number
    return
  }
  const { taps, half } = kernel(up)
  const width = 2 * half
  const padded = new Float32Array(samples.length + 2 * width)
  padded.set(samples, half)
  for (let n = 0; n < output.length; n++) {
    const place = n * down
    const phase = place % up
    const first = (place - phase) / up + 1
    const row = phase * width
    let sum = 0
    for (let k = 0; k < width; k++) sum += (taps[row + k] as number) * (padded[first + k] as number)
    output[n] = sum
  }
}

/** Row p holds the taps for a value p / up after a sample: `2 * half` of them, with a sum of exactly one. */
function kernel(up: number): { taps: Float64Array; half: Samples } {
  const lowPass = kaiserLowPass(0.5, 0.5, attenuation)
  const half = Math.ceil(lowPass.reach)
  const width = 2 * half
  const taps = new Float64Array(up * width)
  for (let phase = 0; phase < up; phase++) {
    const row = taps.subarray(phase * width, (phase + 1) * width)
    let gain = 0
    for (let k = 0; k < width; k++) {
      row[k] = lowPass.at(k - half + 1 - phase / up)
      gain += row[k] as number
    }
    for (let k = 0; k < width; k++) row[k] = (row[k] as number) / gain
  }
  return { taps, half }
}
