import { toDecibels } from './decibels.ts'
import { kernelLogMel } from './log-mel-kernel.ts'
import type { MelFilters } from './mel.ts'
import { createPowerSpectrum } from './power-spectrum.ts'
import { bestPath, type Path } from './simd.ts'
import type { Samples } from './units.ts'

/** How frames are cut and weighed. */
export type MelShape = {
  /** From one frame's first sample to the next one's. */
  hop: Samples
  /** One weight for each sample of a frame: twice a power of four. */
  window: Float64Array
  filters: MelFilters
}

/** Log-mel frames, a few at once, with their own workspace: fill `input`, call `run`, read `decibels`. */
export type LogMel = {
  /** Frame t is what the window covers from sample t * hop on. */
  input: Float32Array
  /** Row t holds frame t's bands. */
  decibels: Float32Array
  /** @param frames at most `batch` */
  run: (frames: number) => void
}

/**
 * Window, Fourier transform, power, mel filters and decibels.
 * @param batch the most frames of a run
 * @param path either gives the same bits
 */
export function createLogMel(shape: MelShape, batch: number, path: Path = bestPath()): LogMel {
  return path === 'simd' ? kernelLogMel(shape, batch) : plainLogMel(shape, batch)
}

function plainLogMel({ hop, window, filters }: MelShape, batch: number): LogMel {
  const { first, offset, weights } = filters
  const spectrum = createPowerSpectrum(window.length)
  const input = new Float32Array((batch - 1) * hop + window.length)
  const decibels = new Float32Array(batch * first.length)
  const measure = (start: Samples, at: number): void => {
    for (let i = 0; i < window.length; i++) spectrum.input[i] = (window[i] as number) * (input[start + i] as number)
    spectrum.run()
    for (let band = 0; band < first.length; band++) {
      let bin = first[band] as number
      let sum = 0
      const end = offset[band + 1] as number
      for (let w = offset[band] as number; w < end; w++)
        sum += (weights[w] as number) * (spectrum.power[bin++] as number)
      decibels[at + band] = toDecibels(sum)
    }
  }
  const run = (frames: number): void => {
    for (let t = 0; t < frames; t++) measure(t * hop, t * first.length)
  }
  return { input, decibels, run }
}
