import type { SpectrogramImage } from './analysis-types.ts'
import { MEL_BANDS, type MelSpectrogram } from './mel-spectrogram.ts'

/** Decibels between 0 and 255. */
const DYNAMIC_RANGE_DB = 80

/**
 * The spectrogram as an image of one byte a pixel.
 * @returns 255 for the loudest band of the song, 0 for 80 dB below it and less; all 0 for silence
 */
export function createSpectrogramImage({ frames, decibels, loudest }: MelSpectrogram): SpectrogramImage {
  const pixels = new Uint8Array(decibels.length)
  // Silence has the same level everywhere, -100 dB, which must not become 255.
  if (loudest <= -100) return { frames, bands: MEL_BANDS, pixels }
  const scale = 255 / DYNAMIC_RANGE_DB
  const floor = loudest - DYNAMIC_RANGE_DB
  // A clamped array rounds and limits to 0 to 255.
  const clamped = new Uint8ClampedArray(pixels.buffer)
  for (let i = 0; i < clamped.length; i++) clamped[i] = (decibels[i]! - floor) * scale
  return { frames, bands: MEL_BANDS, pixels }
}
