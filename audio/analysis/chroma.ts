import { exponential, logarithm } from '../dsp/deterministic-math.ts'
import type { Hertz } from '../units.ts'
import { ANALYSIS_RATE_HZ, FFT_SIZE } from './mel-spectrogram.ts'

/** Pitch classes from C upward. */
export const PITCH_CLASS_COUNT = 12
/** C0 is three semitones above this A. */
const A0_HZ: Hertz = 27.5
/** Center and standard deviation of the weighting, in octaves above {@link A0_HZ}. */
const CENTER_OCTAVE = 5
const OCTAVE_WIDTH = 2

/**
 * The weight of each bin in each pitch class: librosa.filters.chroma with its defaults and tuning 0 (A is 440 Hz).
 * Gaussians around each semitone, of unit length over the classes, weighted by octave.
 * @returns (FFT_SIZE / 2 + 1) × 12, C first
 */
export function createChromaFilters(): Float64Array {
  const bins = FFT_SIZE / 2 + 1
  const semitones = Float64Array.from(
    { length: bins + 1 },
    (_, bin) => (PITCH_CLASS_COUNT * logarithm((bin * ANALYSIS_RATE_HZ) / FFT_SIZE / A0_HZ)) / Math.LN2,
  )
  // 0 Hz has no pitch: librosa puts it an octave and a half below the first bin.
  semitones[0] = semitones[1]! - 1.5 * PITCH_CLASS_COUNT
  const filters = new Float64Array(bins * PITCH_CLASS_COUNT)
  for (let bin = 0; bin < bins; bin++) {
    const pitch = semitones[bin]!
    const width = Math.max(1, semitones[bin + 1]! - pitch)
    const bumps = Float64Array.from({ length: PITCH_CLASS_COUNT }, (_, c) => {
      // Semitones from class c to the bin, in [-6, 6).
      const distance = modulo(pitch - (c + 3) + PITCH_CLASS_COUNT / 2, PITCH_CLASS_COUNT) - PITCH_CLASS_COUNT / 2
      const z = (2 * distance) / width
      return exponential(-0.5 * z * z)
    })
    const length = Math.sqrt(bumps.reduce((sum, x) => sum + x * x, 0))
    const octaves = (pitch / PITCH_CLASS_COUNT - CENTER_OCTAVE) / OCTAVE_WIDTH
    const weight = exponential(-0.5 * octaves * octaves) / length
    bumps.forEach((bump, c) => {
      filters[bin * PITCH_CLASS_COUNT + c] = bump * weight
    })
  }
  return filters
}

const modulo = (x: number, m: number): number => x - m * Math.floor(x / m)
