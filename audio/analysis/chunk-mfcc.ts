import { type Backend, bestBackend } from '../dsp/wasm-kernels.ts'
import type { Decibels, Samples } from '../units.ts'
import {
  countFrames,
  createFrameAnalyzer,
  FFT_SIZE,
  HOP_LENGTH,
  MEL_BANDS,
  type MelSpectrogram,
} from './mel-spectrogram.ts'
import { computeMfcc } from './mfcc.ts'
import { createSimdLevels, createSimdMfcc } from './mfcc-adapter.ts'

/** Below a stretch's loudest band, what still counts. */
const DYNAMIC_RANGE_DB: Decibels = 80

/** Levels of frames, with their own buffers: fill `decibels`, a row of `bands` each, and call `run`. */
export type RelativeLevels = {
  /** After a run relative to the loudest band. */
  decibels: Float32Array
  /** Of every band over the frames of a run. */
  sums: Float64Array
  run: (frames: number) => void
}

/**
 * Mel-frequency cepstral coefficients, those of {@link computeMfcc}.
 * @param rows of `bands` decibels each
 * @returns 13 numbers a row, overwritten by the next call
 */
export type MfccTransform = (rows: Float32Array) => Float64Array

export const createMfccTransform = (most: number, path: Backend = bestBackend()): MfccTransform =>
  path === 'simd' ? createSimdMfcc(most) : computeMfcc

/** A stretch's frames: row t of `decibels`, of `bands` numbers, is frame t, relative to the stretch's loudest band. */
export type ChunkFrames = { frames: number; decibels: Float32Array; sums: Float64Array }

/**
 * The frames of a stretch as if it were a file of its own: librosa.feature.melspectrogram, power_to_db(ref=np.max).
 * @param from first sample, on the hop grid
 * @param to one past the last sample, above `from`
 * @returns overwritten by the next stretch's
 */
export type ChunkFrameReader = (from: Samples, to: Samples) => ChunkFrames

/**
 * @param samples the song, mono at the analysis rate
 * @param spectrogram of the same samples
 * @param longest stretch there will be
 * @param path either gives the same bits
 */
export function createChunkFrameReader(
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  longest: Samples,
  path: Backend = bestBackend(),
): ChunkFrameReader {
  const { add, finish } = createFrameAnalyzer(path)
  const { decibels, sums, run } = (path === 'simd' ? createSimdLevels : createPlainLevels)(
    countFrames(longest),
    DYNAMIC_RANGE_DB,
  )
  const reach = FFT_SIZE / 2

  // A stretch's frames lie on the song's grid, so those that see nothing beyond the stretch are the song's own; only the
  // few at its edges are measured again.
  return (from, to) => {
    const frames = countFrames(to - from)
    const isWhole = (t: number): boolean => {
      const center = from + t * HOP_LENGTH
      return (from === 0 || center - reach >= from) && (to === samples.length || center + reach <= to)
    }
    for (let t = 0; t < frames; ) {
      const begin = t
      const whole = isWhole(begin)
      while (t < frames && isWhole(t) === whole) t++
      const center = from + begin * HOP_LENGTH
      const row = (center / HOP_LENGTH) * MEL_BANDS
      if (whole) decibels.set(spectrogram.decibels.subarray(row, row + (t - begin) * MEL_BANDS), begin * MEL_BANDS)
      else add(samples, center, t - begin, from, to, decibels, begin * MEL_BANDS)
    }
    finish()
    run(frames)
    return { frames, decibels: decibels.subarray(0, frames * MEL_BANDS), sums }
  }
}

function createPlainLevels(most: number, range: Decibels): RelativeLevels {
  const decibels = new Float32Array(most * MEL_BANDS)
  const sums = new Float64Array(MEL_BANDS)
  const run: RelativeLevels['run'] = (frames) => {
    const length = frames * MEL_BANDS
    let loudest = -Infinity
    for (let i = 0; i < length; i++) loudest = Math.max(loudest, decibels[i]!)
    sums.fill(0)
    // librosa.power_to_db(ref=np.max): 0 at the loudest band, nothing below -80.
    for (let i = 0; i < length; ) {
      for (let band = 0; band < MEL_BANDS; band++, i++) {
        const level = Math.max(-range, Math.fround(decibels[i]! - loudest))
        decibels[i] = level
        sums[band]! += level
      }
    }
  }
  return { decibels, sums, run }
}
