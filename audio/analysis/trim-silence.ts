import type { Samples } from '../units.ts'
import { HOP_LENGTH } from './mel-spectrogram.ts'

/** A sound begins at its first sample above this share of its peak: -60 dB, as librosa.effects.trim. */
const AUDIBLE_SHARE = 1e-3
/** The first sample above this share of the peak, -30 dB, lies on the grid of frames: lossy encoders blur what is quieter. */
const LOUD_SHARE = 0.03

/**
 * Where a sound begins: what is before it counts as silence. Unlike librosa.effects.trim, which goes by frames, this
 * moves with the sound to the sample.
 * @returns a sample number, at most a hop after the first audible sample; undefined for silence
 */
export function findSoundStart(samples: Float32Array): Samples | undefined {
  let peak = 0
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i]!))
  if (peak === 0) return undefined
  const findAbove = (level: number) => samples.findIndex((x) => Math.abs(x) >= level)
  const audible = findAbove(AUDIBLE_SHARE * peak)
  return audible + ((findAbove(LOUD_SHARE * peak) - audible) % HOP_LENGTH)
}
