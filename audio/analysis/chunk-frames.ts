import { type Backend, openKernelMemory, selectBackend } from '../dsp/wasm-kernels.ts'
import type { Decibels, Samples } from '../units.ts'
import {
  countFrames,
  createFrameAnalyzer,
  FFT_SIZE,
  HOP_LENGTH,
  MEL_BANDS,
  type MelSpectrogram,
} from './mel-spectrogram.ts'

/** Bands quieter than this below a chunk's loudest band count as this quiet. */
const DYNAMIC_RANGE_DB: Decibels = 80

/** Row t of `decibels`, `MEL_BANDS` numbers, is frame t relative to the chunk's loudest band; `sums` add up the rows. */
export type ChunkFrames = { frames: number; decibels: Float32Array; sums: Float64Array }

/**
 * The frames of a chunk as if it were a file of its own: librosa.feature.melspectrogram, power_to_db(ref=np.max).
 * @param from first sample, on the hop grid
 * @param to one past the last sample, above `from`
 * @returns overwritten by the next call
 */
export type ChunkFrameReader = (from: Samples, to: Samples) => ChunkFrames

/**
 * @param samples the song, mono at the analysis rate
 * @param spectrogram of the same samples
 * @param maxSamples of a chunk
 * @param backend both give the same bits
 */
export function createChunkFrameReader(
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  maxSamples: Samples,
  backend: Backend = selectBackend(),
): ChunkFrameReader {
  const { add, finish } = createFrameAnalyzer(backend)
  const createLevels = backend === 'simd' ? createSimdLevels : createPlainLevels
  const { decibels, sums, run } = createLevels(countFrames(maxSamples))
  const reach = FFT_SIZE / 2

  // Chunks lie on the song's hop grid: frames within a chunk are copied, only those across its edges are computed again.
  return (from, to) => {
    const frames = countFrames(to - from)
    const isInside = (t: number): boolean => {
      const center = from + t * HOP_LENGTH
      return (from === 0 || center - reach >= from) && (to === samples.length || center + reach <= to)
    }
    for (let t = 0; t < frames; ) {
      const first = t
      const inside = isInside(first)
      while (t < frames && isInside(t) === inside) t++
      const center = from + first * HOP_LENGTH
      const row = (center / HOP_LENGTH) * MEL_BANDS
      if (inside) decibels.set(spectrogram.decibels.subarray(row, row + (t - first) * MEL_BANDS), first * MEL_BANDS)
      else add(samples, center, t - first, from, to, decibels, first * MEL_BANDS)
    }
    finish()
    run(frames)
    return { frames, decibels: decibels.subarray(0, frames * MEL_BANDS), sums }
  }
}

/** Makes levels relative to the loudest one, as librosa.power_to_db(ref=np.max). Fill `decibels`, call `run`. */
type RelativeLevels = {
  /** Rows of `MEL_BANDS` numbers: 0 for the loudest band after a run, nothing below -80. */
  decibels: Float32Array
  /** For every band the sum over the frames of a run. */
  sums: Float64Array
  run: (frames: number) => void
}

function createSimdLevels(maxFrames: number): RelativeLevels {
  const { kernels, f32, f64 } = openKernelMemory(4 * maxFrames * MEL_BANDS + 8 * MEL_BANDS + 256)
  const decibels = f32(maxFrames * MEL_BANDS)
  const sums = f64(MEL_BANDS)
  const run: RelativeLevels['run'] = (frames) =>
    kernels.computeRelativeLevels(decibels.byteOffset, frames, MEL_BANDS, DYNAMIC_RANGE_DB, sums.byteOffset)
  return { decibels, sums, run }
}

function createPlainLevels(maxFrames: number): RelativeLevels {
  const decibels = new Float32Array(maxFrames * MEL_BANDS)
  const sums = new Float64Array(MEL_BANDS)
  const run: RelativeLevels['run'] = (frames) => {
    const length = frames * MEL_BANDS
    let loudest = -Infinity
    for (let i = 0; i < length; i++) loudest = Math.max(loudest, decibels[i]!)
    sums.fill(0)
    for (let i = 0; i < length; ) {
      for (let band = 0; band < MEL_BANDS; band++, i++) {
        const level = Math.max(-DYNAMIC_RANGE_DB, Math.fround(decibels[i]! - loudest))
        decibels[i] = level
        sums[band]! += level
      }
    }
  }
  return { decibels, sums, run }
}
