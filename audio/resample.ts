import { kaiserLowPass, type LowPass } from './kaiser.ts'
import type { Hertz } from './units.ts'

/** Decibels; the rounding of 16-bit audio lies at -98. */
const attenuation = 100
/** Share of the Nyquist frequency taken by the transition band, as in soxr HQ. */
const transitionShare = 0.087
/** Outputs between two progress reports. */
const reportEvery = 1 << 19

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

/** Fills output[begin, end). */
type Filter = (output: Float32Array, begin: number, end: number) => void

/**
 * Changes the sample rate with a linear-phase low-pass in the manner of soxr HQ: flat to 0.95 of the
 * lower Nyquist frequency, -6 dB at it, -100 dB at 1.05. Output sample n lies at the time n / to.
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
  const divisor = greatestCommonDivisor(from, to)
  const up = to / divisor
  const down = from / divisor
  const nyquist = Math.min(from, to) / 2
  const lowPass = kaiserLowPass(nyquist / from, (transitionShare * nyquist) / from, attenuation)
  const half = Math.ceil(lowPass.reach)
  const padded = new Float32Array(samples.length + 2 * half + 2)
  padded.set(samples, half)
  const filter = up === 1 ? decimator(padded, half, down, lowPass) : interpolator(padded, half, up, down, lowPass)
  const output = new Float32Array(Math.ceil((samples.length * up) / down))
  for (let begin = 0; begin < output.length; begin += reportEvery) {
    filter(output, begin, Math.min(begin + reportEvery, output.length))
    onProgress?.(Math.min(1, (begin + reportEvery) / output.length))
  }
  return output
}

/**
 * Whole-number decimation. The taps are symmetric, so each serves two samples; by two they are those of a
 * half-band filter, whose every second tap is zero.
 */
function decimator(padded: Float32Array, half: number, down: number, lowPass: LowPass): Filter {
  const step = down === 2 ? 2 : 1
  const taps = new Float64Array(Math.floor((half - 1) / step) + 1)
  let gain = lowPass.at(0)
  for (let k = 0; k < taps.length; k++) {
    taps[k] = lowPass.at(1 + k * step)
    gain += 2 * (taps[k] as number)
  }
  const center = lowPass.at(0) / gain
  for (let k = 0; k < taps.length; k++) taps[k] = (taps[k] as number) / gain
  return (output, begin, end) => {
    for (let n = begin; n < end; n++) {
      const at = half + n * down
      let sum = center * (padded[at] as number)
      let before = at - 1
      let after = at + 1
      for (let k = 0; k < taps.length; k++) {
        sum += (taps[k] as number) * ((padded[before] as number) + (padded[after] as number))
        before -= step
        after += step
      }
      output[n] = sum
    }
  }
}

/** Rational resampling: one row of taps for each of the `up` places an output can have between two inputs. */
function interpolator(padded: Float32Array, half: number, up: number, down: number, lowPass: LowPass): Filter {
  // An even width, so that the loop below can take two taps at a time into two independent sums.
  const width = 2 * half
  const taps = phaseTaps(lowPass, half, up)
  return (output, begin, end) => {
    for (let n = begin; n < end; n++) {
      const place = n * down
      const phase = place % up
      let at = (place - phase) / up + 1
      let even = 0
      let odd = 0
      const last = (phase + 1) * width
      for (let k = phase * width; k < last; k += 2) {
        even += (taps[k] as number) * (padded[at] as number)
        odd += (taps[k + 1] as number) * (padded[at + 1] as number)
        at += 2
      }
      output[n] = even + odd
    }
  }
}

/** Row p holds the taps for an output p / up after an input: `2 * half` of them, with a sum of exactly one. */
function phaseTaps(lowPass: LowPass, half: number, up: number): Float64Array {
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
  return taps
}
