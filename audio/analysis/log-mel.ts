import { powerToDecibels } from '../dsp/decibels.ts'
import { computeDigitReversal } from '../dsp/fft.ts'
import { createSingleTwiddles, runDitStage, type SingleTwiddles } from '../dsp/single-fft.ts'
import { type Backend, bestBackend } from '../dsp/wasm-kernels.ts'
import type { Decibels, Samples } from '../units.ts'
import { createSimdLogMel } from './log-mel-adapter.ts'
import type { MelFilters } from './mel-filterbank.ts'

/** How frames are weighed. */
export type LogMelConfig = {
  /** One weight for each sample of a frame, halved, which saves a division later on: twice a power of four. */
  window: Float32Array
  filters: MelFilters
}

/** Log-mel frames, a few at once, with their own workspace: fill `input` and `starts`, call `run`, read `decibels`. */
export type LogMel = {
  input: Float32Array
  /** Where in `input` each frame begins. */
  starts: Int32Array
  /** Row t holds frame t's bands. */
  decibels: Float32Array
  /**
   * @param frames at most `batch`
   * @returns the loudest of all their bands; -Infinity without any
   */
  run: (frames: number) => Decibels
}

/**
 * Window, Fourier transform, power, mel filters and decibels, in single precision.
 * @param length of the input
 * @param batch the most frames of a run, a multiple of four
 * @param path either gives the same bits
 */
export function createLogMel(
  shape: LogMelConfig,
  length: Samples,
  batch: number,
  path: Backend = bestBackend(),
): LogMel {
  return (path === 'simd' ? createSimdLogMel : createPlainLogMel)(shape, length, batch)
}

function createPlainLogMel({ window, filters }: LogMelConfig, length: Samples, batch: number): LogMel {
  const { first, offset, weights } = filters
  const size = window.length
  const half = size / 2
  const order = computeDigitReversal(half)
  const turns = createSingleTwiddles(half)
  const splitTurns = createSingleTwiddles(size)
  const re = new Float32Array(half)
  const im = new Float32Array(half)
  const power = new Float32Array(half + 1)
  const input = new Float32Array(length)
  const starts = new Int32Array(batch)
  const decibels = new Float32Array(batch * first.length)
  const measure = (start: Samples, at: number): void => {
    // Even samples are real, odd ones imaginary parts.
    for (let i = 0; i < half; i++) {
      const from = 2 * order[i]!
      re[i] = window[from]! * input[start + from]!
      im[i] = window[from + 1]! * input[start + from + 1]!
    }
    for (let quarter = 1; quarter < half; quarter *= 4) runDitStage(re, im, quarter, turns)
    splitPower(re, im, splitTurns, power)
    for (let band = 0; band < first.length; band++) {
      let bin = first[band]!
      let sum = Math.fround(0)
      const end = offset[band + 1]!
      for (let w = offset[band]!; w < end; w++) sum = Math.fround(sum + Math.fround(weights[w]! * power[bin++]!))
      decibels[at + band] = powerToDecibels(sum)
    }
  }
  const run = (frames: number): Decibels => {
    let loudest = -Infinity
    for (let t = 0; t < frames; t++) {
      measure(starts[t]!, t * first.length)
      for (let i = t * first.length; i < (t + 1) * first.length; i++) loudest = Math.max(loudest, decibels[i]!)
    }
    return loudest
  }
  return { input, starts, decibels, run }
}

/**
 * Takes the transforms of the even and the odd samples apart and joins them to the bins of the real frame (Numerical
 * Recipes 12.3), of a frame that was halved.
 */
function splitPower(re: Float32Array, im: Float32Array, { cos, sin }: SingleTwiddles, power: Float32Array): void {
  const half = re.length
  const sum = Math.fround(re[0]! + im[0]!)
  const difference = Math.fround(re[0]! - im[0]!)
  const twice = Math.fround(sum + sum)
  const mirrored = Math.fround(difference + difference)
  power[0] = twice * twice
  power[half] = mirrored * mirrored
  // Bin k and its mirror image come from the same two numbers.
  for (let k = 1; k <= half / 2; k++) {
    const xr = re[k]!
    const xi = im[k]!
    const yr = re[half - k]!
    const yi = im[half - k]!
    const evenR = Math.fround(xr + yr)
    const evenI = Math.fround(xi - yi)
    const oddR = Math.fround(xi + yi)
    const oddI = Math.fround(yr - xr)
    const c = cos[k]!
    const s = sin[k]!
    const turnedR = Math.fround(Math.fround(c * oddR) + Math.fround(s * oddI))
    const turnedI = Math.fround(Math.fround(c * oddI) - Math.fround(s * oddR))
    const r = Math.fround(evenR + turnedR)
    const i = Math.fround(evenI + turnedI)
    const mirrorR = Math.fround(evenR - turnedR)
    const mirrorI = Math.fround(evenI - turnedI)
    power[k] = Math.fround(r * r) + Math.fround(i * i)
    power[half - k] = Math.fround(mirrorR * mirrorR) + Math.fround(mirrorI * mirrorI)
  }
}
