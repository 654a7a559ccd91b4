import { exponential, logarithm } from '../dsp/deterministic-math.ts'
import type { Hertz } from '../units.ts'

/** Triangular filters over FFT bins, stored without their zeros. */
export type MelFilters = {
  /** The first bin of each band. */
  first: Int32Array
  /** bands + 1 offsets into `weights`: band b has weights[offset[b]] to weights[offset[b + 1] - 1]. */
  offset: Int32Array
  weights: Float32Array
}

const MIN_LOG_HZ = 1000
const MIN_LOG_MEL = 15
const HZ_PER_MEL = 200 / 3
const LOG_STEP = logarithm(6.4) / 27

/** Slaney's scale (Auditory Toolbox, 1998): linear below 1 kHz, logarithmic above; librosa's default. */
const hertzToMel = (hertz: Hertz): number =>
  hertz < MIN_LOG_HZ ? hertz / HZ_PER_MEL : MIN_LOG_MEL + logarithm(hertz / MIN_LOG_HZ) / LOG_STEP

const melToHertz = (mel: number): Hertz =>
  mel < MIN_LOG_MEL ? mel * HZ_PER_MEL : MIN_LOG_HZ * exponential(LOG_STEP * (mel - MIN_LOG_MEL))

/**
 * Slaney-normalized mel filters from 0 Hz to half the sample rate, as librosa.filters.mel.
 * @param fftSize samples per frame, so that bin k lies at k * sampleRate / fftSize
 * @param bands number of triangular filters
 */
export function createMelFilters(sampleRate: Hertz, fftSize: number, bands: number): MelFilters {
  const top = hertzToMel(sampleRate / 2)
  const edges = Array.from({ length: bands + 2 }, (_, i) => melToHertz((top * i) / (bands + 1)))
  const first = new Int32Array(bands)
  const offset = new Int32Array(bands + 1)
  const weights: number[] = []
  for (let band = 0; band < bands; band++) {
    const [low, peak, high] = edges.slice(band, band + 3) as [Hertz, Hertz, Hertz]
    const area = 2 / (high - low)
    for (let bin = Math.floor((low * fftSize) / sampleRate); bin <= fftSize / 2; bin++) {
      const hertz = (bin * sampleRate) / fftSize
      if (hertz > high) break
      const weight = area * Math.min((hertz - low) / (peak - low), (high - hertz) / (high - peak))
      if (weight <= 0) continue
      if (weights.length === offset[band]) first[band] = bin
      weights.push(weight)
    }
    offset[band + 1] = weights.length
  }
  return { first, offset, weights: Float32Array.from(weights) }
}
