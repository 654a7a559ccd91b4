import type { MelFilters } from './mel.ts'
import { kernelMelPowers } from './mel-powers-kernel.ts'
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

/** Mel powers of a few frames at once, with its own workspace: fill `input`, call `run`, read `powers`. */
export type MelPowers = {
  /** Frame t is what the window covers from sample t * hop on. */
  input: Float32Array
  /** Row t holds frame t's bands. */
  powers: Float64Array
  /** @param frames at most `batch` */
  run: (frames: number) => void
}

/**
 * Window, Fourier transform, power and mel filters.
 * @param batch the most frames of a run
 * @param path either gives the same bits
 */
export function createMelPowers(shape: MelShape, batch: number, path: Path = bestPath()): MelPowers {
  return path === 'simd' ? kernelMelPowers(shape, batch) : plainMelPowers(shape, batch)
}

function plainMelPowers({ hop, window, filters }: MelShape, batch: number): MelPowers {
  const { first, offset, weights } = filters
  const spectrum = createPowerSpectrum(window.length)
  const input = new Float32Array((batch - 1) * hop + window.length)
  const powers = new Float64Array(batch * first.length)
  const measure = (start: Samples, at: number): void => {
    for (let i = 0; i < window.length; i++) spectrum.input[i] = (window[i] as number) * (input[start + i] as number)
    spectrum.run()
    for (let band = 0; band < first.length; band++) {
      let bin = first[band] as number
      let sum = 0
      const end = offset[band + 1] as number
      for (let w = offset[band] as number; w < end; w++)
        sum += (weights[w] as number) * (spectrum.power[bin++] as number)
      powers[at + band] = sum
    }
  }
  const run = (frames: number): void => {
    for (let t = 0; t < frames; t++) measure(t * hop, t * first.length)
  }
  return { input, powers, run }
}
