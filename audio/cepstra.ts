import { kernelCepstra } from './cepstra-kernel.ts'
import { mfcc } from './mfcc.ts'
import { bestPath, type Path } from './simd.ts'
import { bands, createFrameMeter, fftSize, frameCount, hop, type MelSpectrogram } from './spectrum.ts'
import type { Decibels, Samples } from './units.ts'

/** Below a stretch's loudest band, what still counts. */
const dynamicRange: Decibels = 80

/** Mel-frequency cepstral coefficients of some frames: row t, of 13 numbers, is frame t. */
export type Cepstra = { frames: number; values: Float64Array }

/** Coefficients of the frames of a stretch: fill `decibels`, a row of `bands` each, and call `run`. */
export type CepstrumMeter = {
  decibels: Float32Array
  /** @returns frames × 13 numbers, overwritten by the next run */
  run: (frames: number) => Float64Array
}

/**
 * The MFCCs of a stretch as if it were a file of its own: librosa.feature.melspectrogram, power_to_db(ref=np.max), mfcc.
 * @param from first sample, on the hop grid
 * @param to one past the last sample, above `from`
 * @returns overwritten by the next stretch's
 */
export type StretchMeter = (from: Samples, to: Samples) => Cepstra

/**
 * @param samples the song, mono at the analysis rate
 * @param spectrogram of the same samples
 * @param longest stretch there will be
 * @param path either gives the same bits
 */
export function createStretchMeter(
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  longest: Samples,
  path: Path = bestPath(),
): StretchMeter {
  const measure = createFrameMeter(path)
  const { decibels, run } = (path === 'simd' ? kernelCepstra : plainCepstra)(frameCount(longest), dynamicRange)
  const reach = fftSize / 2

  // A stretch's frames lie on the song's grid, so those that see nothing beyond the stretch are the song's own; only the
  // few at its edges are measured again.
  return (from, to) => {
    const frames = frameCount(to - from)
    const isWhole = (t: number): boolean => {
      const center = from + t * hop
      return (from === 0 || center - reach >= from) && (to === samples.length || center + reach <= to)
    }
    for (let t = 0; t < frames; ) {
      const begin = t
      const whole = isWhole(begin)
      while (t < frames && isWhole(t) === whole) t++
      const center = from + begin * hop
      const row = (center / hop) * bands
      if (whole) decibels.set(spectrogram.decibels.subarray(row, row + (t - begin) * bands), begin * bands)
      else measure(samples, center, t - begin, from, to, decibels, begin * bands)
    }
    return { frames, values: run(frames) }
  }
}

function plainCepstra(most: number, range: Decibels): CepstrumMeter {
  const decibels = new Float32Array(most * bands)
  const relative = new Float64Array(most * bands)
  const run: CepstrumMeter['run'] = (frames) => {
    const length = frames * bands
    let loudest = -Infinity
    for (let i = 0; i < length; i++) loudest = Math.max(loudest, decibels[i] as number)
    // librosa.power_to_db(ref=np.max): 0 at the loudest band, nothing below -80.
    for (let i = 0; i < length; i++) relative[i] = Math.max(-range, (decibels[i] as number) - loudest)
    return mfcc(relative, frames)
  }
  return { decibels, run }
}
