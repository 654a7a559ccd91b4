import { cosine } from '../dsp/deterministic-math.ts'
import { type Backend, selectBackend } from '../dsp/wasm-kernels.ts'
import type { Decibels, Hertz, Samples } from '../units.ts'
import { createLogMel, type LogMelConfig } from './log-mel.ts'
import { createMelFilters } from './mel-filterbank.ts'

/** Sample rate of the analysis. */
export const ANALYSIS_RATE_HZ: Hertz = 22050
/** Samples between the centers of neighboring frames. */
export const HOP_LENGTH: Samples = 512
/** Samples of a frame, half of them before its center. */
export const FFT_SIZE: Samples = 2048
/** Mel bands of a frame. */
export const MEL_BANDS = 128

/** Frames computed together at most. */
const FRAMES_PER_BATCH = 64
const FRAMES_PER_REPORT = 16 * FRAMES_PER_BATCH

/** The number of frames of some samples: librosa's centered framing. */
export const countFrames = (samples: Samples): number => 1 + Math.floor(samples / HOP_LENGTH)

/** A periodic Hann window. */
export const createHannWindow = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * cosine((2 * Math.PI * i) / length))

/** The log-mel spectrogram: row t, of `bands` numbers, is the frame centered at sample t * hop. */
export type MelSpectrogram = {
  frames: number
  decibels: Float32Array<ArrayBuffer>
  /** The highest of `decibels`. */
  loudest: Decibels
}

let cachedConfig: LogMelConfig | undefined

/** Window and filters of the analysis, created on first use. */
const getLogMelConfig = (): LogMelConfig =>
  (cachedConfig ??= {
    window: Float32Array.from(createHannWindow(FFT_SIZE), (x) => x / 2),
    filters: createMelFilters(ANALYSIS_RATE_HZ, FFT_SIZE, MEL_BANDS),
  })

/** Computes frames in batches, from any samples. */
export type FrameAnalyzer = {
  /**
   * Adds neighboring frames, a hop apart, the first one centered at sample `center`; samples outside [low, high) count as
   * zero. After `finish`, `target` holds from index `at` on `MEL_BANDS` numbers a frame: mel powers in decibels relative
   * to 1, at least -100.
   */
  add: (
    samples: Float32Array,
    center: Samples,
    frames: number,
    low: Samples,
    high: Samples,
    target: Float32Array,
    at: number,
  ) => void
  /** @returns the loudest band since the last `finish`; -Infinity without frames */
  finish: () => Decibels
}

/**
 * Frames of librosa.feature.melspectrogram (periodic Hann window, power, Slaney mel up to the Nyquist
 * frequency) followed by librosa.power_to_db(ref=1, top_db=None), at the analysis rate.
 * @param backend both give the same bits
 * @returns owns its tables and buffers: make one and use it for all frames
 */
export function createFrameAnalyzer(backend: Backend = selectBackend()): FrameAnalyzer {
  const { input, starts, decibels, run } = createLogMel(
    getLogMelConfig(),
    (FRAMES_PER_BATCH - 1) * HOP_LENGTH + FFT_SIZE,
    FRAMES_PER_BATCH,
    backend,
  )
  /** The batch: its frames, its samples in `input`, and the targets of its frames. */
  let staged = 0
  let filled: Samples = 0
  const targets: { target: Float32Array; at: number; frames: number }[] = []

  let loudest = -Infinity

  const measure = (): void => {
    loudest = Math.max(loudest, run(staged))
    let row = 0
    for (const { target, at, frames } of targets) {
      target.set(decibels.subarray(row * MEL_BANDS, (row + frames) * MEL_BANDS), at)
      row += frames
    }
    targets.length = 0
    staged = 0
    filled = 0
  }
  const add: FrameAnalyzer['add'] = (samples, center, frames, low, high, target, at) => {
    for (let done = 0; done < frames; ) {
      const room = Math.min(FRAMES_PER_BATCH - staged, 1 + Math.floor((input.length - filled - FFT_SIZE) / HOP_LENGTH))
      const count = Math.min(frames - done, room)
      if (count < 1) {
        measure()
        continue
      }
      const length = (count - 1) * HOP_LENGTH + FFT_SIZE
      const start = center + done * HOP_LENGTH - FFT_SIZE / 2
      const from = Math.min(length, Math.max(0, low - start))
      const to = Math.max(from, Math.min(length, high - start))
      input.fill(0, filled, filled + from)
      input.set(samples.subarray(start + from, start + to), filled + from)
      input.fill(0, filled + to, filled + length)
      for (let t = 0; t < count; t++) starts[staged + t] = filled + t * HOP_LENGTH
      targets.push({ target, at: at + done * MEL_BANDS, frames: count })
      staged += count
      filled += length
      done += count
    }
  }
  const finish = (): Decibels => {
    measure()
    const result = loudest
    loudest = -Infinity
    return result
  }
  return { add, finish }
}

/**
 * The log-mel spectrogram of a whole song.
 * @param samples mono at the analysis rate
 * @returns countFrames(samples.length) frames
 */
export function computeMelSpectrogram(
  samples: Float32Array,
  onProgress?: (fraction: number) => void,
  backend: Backend = selectBackend(),
): MelSpectrogram {
  const { add, finish } = createFrameAnalyzer(backend)
  const frames = countFrames(samples.length)
  const decibels = new Float32Array(frames * MEL_BANDS)
  let loudest = -Infinity
  for (let t = 0; t < frames; t += FRAMES_PER_REPORT) {
    add(samples, t * HOP_LENGTH, Math.min(FRAMES_PER_REPORT, frames - t), 0, samples.length, decibels, t * MEL_BANDS)
    loudest = Math.max(loudest, finish())
    onProgress?.(Math.min(1, (t + FRAMES_PER_REPORT) / frames))
  }
  return { frames, decibels, loudest }
}
