import { bestPath, type Path } from '../dsp/wasm-kernels.ts'
import type { Decibels, Samples } from '../units.ts'
import { bands, createFrameMeter, fftSize, frameCount, hop, type MelSpectrogram } from './mel-spectrogram.ts'
import { mfcc } from './mfcc.ts'
import { kernelCepstrum, kernelLevels } from './mfcc-adapter.ts'

/** Below a stretch's loudest band, what still counts. */
const dynamicRange: Decibels = 80

/** Levels of frames, with their own buffers: fill `decibels`, a row of `bands` each, and call `run`. */
export type Levels = {
  /** After a run relative to the loudest band. */
  decibels: Float32Array
  /** Of every band over the frames of a run. */
  sums: Float64Array
  run: (frames: number) => void
}

/**
 * Mel-frequency cepstral coefficients, those of {@link mfcc}.
 * @param rows of `bands` decibels each
 * @returns 13 numbers a row, overwritten by the next call
 */
export type Cepstrum = (rows: Float32Array) => Float64Array

export const createCepstrum = (most: number, path: Path = bestPath()): Cepstrum =>
  path === 'simd' ? kernelCepstrum(most) : mfcc

/** A stretch's frames: row t of `decibels`, of `bands` numbers, is frame t, relative to the stretch's loudest band. */
export type Stretch = { frames: number; decibels: Float32Array; sums: Float64Array }

/**
 * The frames of a stretch as if it were a file of its own: librosa.feature.melspectrogram, power_to_db(ref=np.max).
 * @param from first sample, on the hop grid
 * @param to one past the last sample, above `from`
 * @returns overwritten by the next stretch's
 */
export type StretchMeter = (from: Samples, to: Samples) => Stretch

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
  const { add, finish } = createFrameMeter(path)
  const { decibels, sums, run } = (path === 'simd' ? kernelLevels : plainLevels)(frameCount(longest), dynamicRange)
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
      else add(samples, center, t - begin, from, to, decibels, begin * bands)
    }
    finish()
    run(frames)
    return { frames, decibels: decibels.subarray(0, frames * bands), sums }
  }
}

function plainLevels(most: number, range: Decibels): Levels {
  const decibels = new Float32Array(most * bands)
  const sums = new Float64Array(bands)
  const run: Levels['run'] = (frames) => {
    const length = frames * bands
    let loudest = -Infinity
    for (let i = 0; i < length; i++) loudest = Math.max(loudest, decibels[i] as number)
    sums.fill(0)
    // librosa.power_to_db(ref=np.max): 0 at the loudest band, nothing below -80.
    for (let i = 0; i < length; ) {
      for (let band = 0; band < bands; band++, i++) {
        const level = Math.max(-range, Math.fround((decibels[i] as number) - loudest))
        decibels[i] = level
        sums[band] = (sums[band] as number) + level
      }
    }
  }
  return { decibels, sums, run }
}
