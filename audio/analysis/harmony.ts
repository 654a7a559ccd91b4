import { logarithm } from '../dsp/exponential.ts'
import { createPowerSpectrum } from '../dsp/power-spectrum.ts'
import type { Samples } from '../units.ts'
import { chromaFilters, pitchClasses } from './chroma.ts'
import { fftSize, frameCount, hann, hop } from './mel-spectrogram.ts'
import { contrastBands, createContrastMeter } from './spectral-contrast.ts'

const decibelsPerNeper = 10 / Math.LN10
const smallestMagnitude = 1e-10
/** Decibels below the loudest peak (or valley) of a stretch that still count. */
const dynamicRange = 80

/** Measures the stretch [from, to) of the song as if it were a file of its own: 12 pitch classes, then 7 contrasts. */
export type HarmonyMeter = (samples: Float32Array, from: Samples, to: Samples) => Float64Array

/**
 * Means over frames of librosa.feature.chroma_stft (tuning=0: A is 440 Hz in every song, as the tuning of a short chunk
 * cannot be told) and of librosa.feature.spectral_contrast, both with their defaults.
 * @returns the meter; it owns its tables and buffers, so make one and use it for every chunk
 */
export function createHarmonyMeter(): HarmonyMeter {
  const window = hann(fftSize)
  const spectrum = createPowerSpectrum(fftSize)
  const filters = chromaFilters()
  const contrast = createContrastMeter()
  const classes = new Float64Array(pitchClasses)

  return (samples, from, to) => {
    const frames = frameCount(to - from)
    const chroma = new Float64Array(pitchClasses)
    const peaks = new Float64Array(frames * contrastBands)
    const valleys = new Float64Array(frames * contrastBands)
    for (let t = 0; t < frames; t++) {
      const start = from + t * hop - fftSize / 2
      for (let i = 0; i < fftSize; i++) {
        const at = start + i
        spectrum.input[i] = at >= from && at < to ? (window[i] as number) * (samples[at] as number) : 0
      }
      spectrum.run()
      addClasses(spectrum.power, filters, classes, chroma)
      contrast(spectrum.power, peaks, valleys, t * contrastBands)
    }
    const result = new Float64Array(pitchClasses + contrastBands)
    for (let c = 0; c < pitchClasses; c++) result[c] = (chroma[c] as number) / frames
    toDecibels(peaks)
    toDecibels(valleys)
    for (let i = 0; i < peaks.length; i++) {
      const k = pitchClasses + (i % contrastBands)
      result[k] = (result[k] as number) + ((peaks[i] as number) - (valleys[i] as number)) / frames
    }
    return result
  }
}

/** Adds the pitch classes of a frame, scaled so that the strongest is 1, to `chroma`; a silent frame adds nothing. */
function addClasses(power: Float64Array, filters: Float64Array, classes: Float64Array, chroma: Float64Array): void {
  classes.fill(0)
  for (let bin = 0; bin < power.length; bin++) {
    const p = power[bin] as number
    const row = bin * pitchClasses
    for (let c = 0; c < pitchClasses; c++) classes[c] = (classes[c] as number) + p * (filters[row + c] as number)
  }
  let strongest = 0
  for (let c = 0; c < pitchClasses; c++) strongest = Math.max(strongest, classes[c] as number)
  if (strongest === 0) return
  for (let c = 0; c < pitchClasses; c++) chroma[c] = (chroma[c] as number) + (classes[c] as number) / strongest
}

/** librosa.power_to_db with its defaults, in place. */
function toDecibels(values: Float64Array): void {
  let loudest = -Infinity
  for (let i = 0; i < values.length; i++) {
    values[i] = decibelsPerNeper * logarithm(Math.max(smallestMagnitude, values[i] as number))
    loudest = Math.max(loudest, values[i] as number)
  }
  for (let i = 0; i < values.length; i++) values[i] = Math.max(loudest - dynamicRange, values[i] as number)
}
