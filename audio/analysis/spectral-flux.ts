import { type Backend, openKernelMemory } from '../dsp/wasm-kernels.ts'
import type { Decibels } from '../units.ts'
import { MEL_BANDS } from './mel-spectrogram.ts'

/** Half-wave rectified differences between neighboring frames. Fill `input`, call `run`, read `sums`. */
export type SpectralFlux = {
  /** Rows of `MEL_BANDS` decibels: the frame before the first, then the frames. */
  input: Float32Array
  /** For each frame the sum of its bands' rises, decibels. */
  sums: Float64Array
  run: (frames: number) => void
}

/**
 * @param maxFrames frames of a run at most
 * @param floor quieter bands count as this loud
 * @param backend both give the same bits
 */
export const createSpectralFlux = (maxFrames: number, floor: Decibels, backend: Backend): SpectralFlux =>
  backend === 'simd' ? createSimdSpectralFlux(maxFrames, floor) : createPlainSpectralFlux(maxFrames, floor)

function createSimdSpectralFlux(maxFrames: number, floor: Decibels): SpectralFlux {
  const { kernels, f32, f64 } = openKernelMemory(4 * (maxFrames + 1) * MEL_BANDS + 8 * maxFrames + 256)
  const input = f32((maxFrames + 1) * MEL_BANDS)
  const sums = f64(maxFrames)
  const run: SpectralFlux['run'] = (frames) =>
    kernels.computeSpectralFlux(input.byteOffset, frames, MEL_BANDS, floor, sums.byteOffset)
  return { input, sums, run }
}

const SIMD_LANES = 4

/** One partial sum for each lane of the kernel. */
function createPlainSpectralFlux(maxFrames: number, floor: Decibels): SpectralFlux {
  const input = new Float32Array((maxFrames + 1) * MEL_BANDS)
  const sums = new Float64Array(maxFrames)
  const run: SpectralFlux['run'] = (frames) => {
    for (let t = 0; t < frames; t++) {
      let s0 = 0
      let s1 = 0
      let s2 = 0
      let s3 = 0
      for (let at = t * MEL_BANDS; at < (t + 1) * MEL_BANDS; at += SIMD_LANES) {
        s0 += computeRise(input, at, floor)
        s1 += computeRise(input, at + 1, floor)
        s2 += computeRise(input, at + 2, floor)
        s3 += computeRise(input, at + 3, floor)
      }
      sums[t] = s0 + s2 + (s1 + s3)
    }
  }
  return { input, sums, run }
}

/** max(0, rise of a band to the next frame). Branch-free: the sign is unpredictable. */
function computeRise(decibels: Float32Array, at: number, floor: Decibels): number {
  const rise = Math.fround(decibels[at + MEL_BANDS]! - Math.max(floor, decibels[at]!))
  return (rise + Math.abs(rise)) / 2
}
