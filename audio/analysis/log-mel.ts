import { powerToDecibels } from '../dsp/decibels.ts'
import { computeDigitReversal } from '../dsp/fft.ts'
import { createSingleTwiddles, createStageTwiddles, runDitStage, type SingleTwiddles } from '../dsp/single-fft.ts'
import { type Backend, openKernelMemory, selectBackend } from '../dsp/wasm-kernels.ts'
import type { Decibels, Samples } from '../units.ts'
import type { MelFilters } from './mel-filterbank.ts'

export type LogMelConfig = {
  /** One weight for each sample of a frame, halved (saves a division later); the length is twice a power of four. */
  window: Float32Array
  filters: MelFilters
}

/** Computes some log-mel frames at a time. Fill `input` and `starts`, call `run`, read `decibels`. */
export type LogMel = {
  input: Float32Array
  /** For each frame the index of its first sample in `input`. */
  starts: Int32Array
  /** Row t holds the bands of frame t. */
  decibels: Float32Array
  /**
   * @param frames at most `maxFrames`
   * @returns the loudest band; -Infinity for no frames
   */
  run: (frames: number) => Decibels
}

/**
 * Window, Fourier transform, power, mel filters and decibels, in single precision.
 * @param length of the input
 * @param maxFrames frames of a run, a multiple of four
 * @param backend both give the same bits
 */
export function createLogMel(
  config: LogMelConfig,
  length: Samples,
  maxFrames: number,
  backend: Backend = selectBackend(),
): LogMel {
  return (backend === 'simd' ? createSimdLogMel : createPlainLogMel)(config, length, maxFrames)
}

const BYTES_PER_FLOAT = 4
/** Of four complex numbers: a vector of real and one of imaginary parts. */
const BYTES_PER_COMPLEX_VECTOR = 32
/** Frames computed at the same time. */
const SIMD_LANES = 4

function createSimdLogMel({ window, filters }: LogMelConfig, length: Samples, maxFrames: number): LogMel {
  const size = window.length
  const half = size / 2
  const bands = filters.first.length
  const tables = 3 * size + 2 * half + filters.weights.length + 2 * bands
  const workspaceBytes = BYTES_PER_COMPLEX_VECTOR * (half + 1)
  const { kernels, f32, i32, putF32, putI32 } = openKernelMemory(
    BYTES_PER_FLOAT * (length + maxFrames * (bands + 2) + tables) + workspaceBytes + 512,
  )
  const input = f32(length)
  const starts = i32(maxFrames)
  const byteStarts = i32(maxFrames + SIMD_LANES)
  const decibels = f32(maxFrames * bands)
  const windowOffset = putF32(window)
  const targets = putI32(computeDigitReversal(half / 4).map((index) => 4 * index * BYTES_PER_COMPLEX_VECTOR))
  const twiddles = putF32(createStageTwiddles(half, 4, 1))
  const { cos, sin } = createSingleTwiddles(size)
  const splitTwiddles = putF32(Float32Array.from({ length: half + 2 }, (_, i) => (i % 2 === 0 ? cos : sin)[i >> 1]!))
  const first = putI32(filters.first)
  const offset = putI32(filters.offset)
  const weights = putF32(filters.weights)
  const workspace = f32(workspaceBytes / BYTES_PER_FLOAT).byteOffset
  const run: LogMel['run'] = (frames) => {
    // Lanes without a frame repeat the last one.
    for (let t = 0; t < frames + SIMD_LANES; t++) byteStarts[t] = starts[Math.min(t, frames - 1)]! * BYTES_PER_FLOAT
    return kernels.computeLogMel(
      input.byteOffset,
      byteStarts.byteOffset,
      frames,
      decibels.byteOffset,
      bands,
      size,
      windowOffset,
      targets,
      twiddles,
      splitTwiddles,
      first,
      offset,
      weights,
      workspace,
    )
  }
  return { input, starts, decibels, run }
}

function createPlainLogMel({ window, filters }: LogMelConfig, length: Samples, maxFrames: number): LogMel {
  const { first, offset, weights } = filters
  const size = window.length
  const half = size / 2
  const order = computeDigitReversal(half)
  const twiddles = createSingleTwiddles(half)
  const splitTwiddles = createSingleTwiddles(size)
  const re = new Float32Array(half)
  const im = new Float32Array(half)
  const power = new Float32Array(half + 1)
  const input = new Float32Array(length)
  const starts = new Int32Array(maxFrames)
  const decibels = new Float32Array(maxFrames * first.length)
  const measure = (start: Samples, at: number): void => {
    // Even samples are the real parts, odd ones the imaginary parts.
    for (let i = 0; i < half; i++) {
      const from = 2 * order[i]!
      re[i] = window[from]! * input[start + from]!
      im[i] = window[from + 1]! * input[start + from + 1]!
    }
    for (let quarter = 1; quarter < half; quarter *= 4) runDitStage(re, im, quarter, twiddles)
    splitPower(re, im, splitTwiddles, power)
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
 * The power of a real frame, whose window was halved, from the complex transform of its even and odd samples (Numerical
 * Recipes 12.3).
 */
function splitPower(re: Float32Array, im: Float32Array, { cos, sin }: SingleTwiddles, power: Float32Array): void {
  const half = re.length
  const sum = Math.fround(re[0]! + im[0]!)
  const difference = Math.fround(re[0]! - im[0]!)
  const twice = Math.fround(sum + sum)
  const mirrored = Math.fround(difference + difference)
  power[0] = twice * twice
  power[half] = mirrored * mirrored
  // Bins k and half - k follow from the same two numbers.
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
