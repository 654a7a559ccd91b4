import { logarithm } from '../dsp/deterministic-math.ts'
import { createPowerSpectrum } from '../dsp/power-spectrum.ts'
import type { Samples } from '../units.ts'
import { createChromaFilters, PITCH_CLASS_COUNT } from './chroma.ts'
import { countFrames, createHannWindow, FFT_SIZE, HOP_LENGTH } from './mel-spectrogram.ts'
import { CONTRAST_BANDS, createContrastAnalyzer } from './spectral-contrast.ts'

const DB_PER_NEPER = 10 / Math.LN10
const MIN_POWER = 1e-10
/** Peaks (or valleys) more than this below the loudest one of a chunk are raised to this. */
const DYNAMIC_RANGE_DB = 80

/** Measures the samples [from, to) as if they were a file of their own: 12 pitch classes, then 7 contrasts. */
export type HarmonyAnalyzer = (samples: Float32Array, from: Samples, to: Samples) => Float64Array

/**
 * Means over frames of librosa.feature.chroma_stft and librosa.feature.spectral_contrast with their defaults, but
 * tuning=0 (A is 440 Hz): the tuning of a short chunk cannot be estimated.
 * @returns owns its tables and buffers: make one and use it for all chunks
 */
export function createHarmonyAnalyzer(): HarmonyAnalyzer {
  const window = createHannWindow(FFT_SIZE)
  const spectrum = createPowerSpectrum(FFT_SIZE)
  const filters = createChromaFilters()
  const contrast = createContrastAnalyzer()
  const classes = new Float64Array(PITCH_CLASS_COUNT)

  return (samples, from, to) => {
    const frames = countFrames(to - from)
    const chroma = new Float64Array(PITCH_CLASS_COUNT)
    const peaks = new Float64Array(frames * CONTRAST_BANDS)
    const valleys = new Float64Array(frames * CONTRAST_BANDS)
    for (let t = 0; t < frames; t++) {
      const start = from + t * HOP_LENGTH - FFT_SIZE / 2
      for (let i = 0; i < FFT_SIZE; i++) {
        const at = start + i
        spectrum.input[i] = at >= from && at < to ? window[i]! * samples[at]! : 0
      }
      spectrum.run()
      addPitchClasses(spectrum.power, filters, classes, chroma)
      contrast(spectrum.power, peaks, valleys, t * CONTRAST_BANDS)
    }
    const result = new Float64Array(PITCH_CLASS_COUNT + CONTRAST_BANDS)
    for (let c = 0; c < PITCH_CLASS_COUNT; c++) result[c] = chroma[c]! / frames
    powersToDecibels(peaks)
    powersToDecibels(valleys)
    for (let i = 0; i < peaks.length; i++) {
      const k = PITCH_CLASS_COUNT + (i % CONTRAST_BANDS)
      result[k]! += (peaks[i]! - valleys[i]!) / frames
    }
    return result
  }
}

/** Adds the pitch classes of a frame, scaled so that the strongest is 1, to `chroma`; a silent frame adds nothing. */
function addPitchClasses(
  power: Float64Array,
  filters: Float64Array,
  classes: Float64Array,
  chroma: Float64Array,
): void {
  classes.fill(0)
  for (let bin = 0; bin < power.length; bin++) {
    const p = power[bin]!
    const row = bin * PITCH_CLASS_COUNT
    for (let c = 0; c < PITCH_CLASS_COUNT; c++) classes[c]! += p * filters[row + c]!
  }
  let strongest = 0
  for (let c = 0; c < PITCH_CLASS_COUNT; c++) strongest = Math.max(strongest, classes[c]!)
  if (strongest === 0) return
  for (let c = 0; c < PITCH_CLASS_COUNT; c++) chroma[c]! += classes[c]! / strongest
}

/** librosa.power_to_db with its defaults, in place. */
function powersToDecibels(values: Float64Array): void {
  let loudest = -Infinity
  for (let i = 0; i < values.length; i++) {
    values[i] = DB_PER_NEPER * logarithm(Math.max(MIN_POWER, values[i]!))
    loudest = Math.max(loudest, values[i]!)
  }
  for (let i = 0; i < values.length; i++) values[i] = Math.max(loudest - DYNAMIC_RANGE_DB, values[i]!)
}
