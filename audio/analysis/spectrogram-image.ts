import type { SpectrogramImage } from './analysis-types.ts'
import { MEL_BANDS, type MelSpectrogram } from './mel-spectrogram.ts'

/** Decibels between black and white. */
const DYNAMIC_RANGE_DB = 80

/**
 * The spectrogram as a picture for the eye, a byte a pixel.
 * @returns 255 at the loudest band of the song, 0 at 80 dB below it and less; all 0 for silence
 */
export function createSpectrogramImage({ frames, decibels, loudest }: MelSpectrogram): SpectrogramImage {
  const pixels = new Uint8Array(decibels.length)
  // Silence is -100 dB everywhere: nothing to see, not everything loud.
  if (loudest <= -100) return { frames, bands: MEL_BANDS, pixels }
  const scale = 255 / DYNAMIC_RANGE_DB
  const floor = loudest - DYNAMIC_RANGE_DB
  // Rounds, and ends at 0 and 255.
  const clamped = new Uint8ClampedArray(pixels.buffer)
  for (let i = 0; i < clamped.length; i++) clamped[i] = (decibels[i]! - floor) * scale
  return { frames, bands: MEL_BANDS, pixels }
}
