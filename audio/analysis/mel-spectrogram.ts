import { cosine } from '../dsp/deterministic-math.ts'
import { type Backend, bestBackend } from '../dsp/wasm-kernels.ts'
import type { Decibels, Hertz, Samples } from '../units.ts'
import { createLogMel, type LogMelConfig } from './log-mel.ts'
import { createMelFilters } from './mel-filterbank.ts'

/** All analysis happens at this rate. */
export const ANALYSIS_RATE_HZ: Hertz = 22050
/** Samples from one frame's center to the next one's. */
export const HOP_LENGTH: Samples = 512
/** Samples a frame sees, half of them before its center. */
export const FFT_SIZE: Samples = 2048
/** Mel bands of a frame. */
export const MEL_BANDS = 128

/** The most frames measured at once. */
const FRAMES_PER_BATCH = 64
const FRAMES_PER_REPORT = 16 * FRAMES_PER_BATCH

/** Frames a stretch of samples has: librosa's centered framing. */
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

/** Made once. */
let logMelConfig: LogMelConfig | undefined

/** Measures frames, some together, wherever they come from. */
export type FrameAnalyzer = {
  /**
   * Neighboring frames, the first one centered at sample `center` and each a hop after the one before. By `finish` their
   * mel powers, in decibels relative to 1 and floored at -100, are in `target` from `at` on, `bands` numbers a frame.
   * Samples outside [low, high) count as zero.
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
  /** @returns the loudest of all bands since the last `finish`; -Infinity without any */
  finish: () => Decibels
}

/**
 * Frames of librosa.feature.melspectrogram (periodic Hann window, power, Slaney mel up to the Nyquist
 * frequency) followed by librosa.power_to_db(ref=1, top_db=None), at the analysis rate.
 * @param path either gives the same bits
 * @returns the meter; it owns its tables and buffers, so make one and use it for every frame
 */
export function createFrameAnalyzer(path: Backend = bestBackend()): FrameAnalyzer {
  logMelConfig ??= {
    window: Float32Array.from(createHannWindow(FFT_SIZE), (x) => x / 2),
    filters: createMelFilters(ANALYSIS_RATE_HZ, FFT_SIZE, MEL_BANDS),
  }
  const { input, starts, decibels, run } = createLogMel(
    logMelConfig,
    (FRAMES_PER_BATCH - 1) * HOP_LENGTH + FFT_SIZE,
    FRAMES_PER_BATCH,
    path,
  )
  /** What waits: frames, their samples, and where they go. */
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
      const some = Math.min(frames - done, room)
      if (some < 1) {
        measure()
        continue
      }
      const length = (some - 1) * HOP_LENGTH + FFT_SIZE
      const start = center + done * HOP_LENGTH - FFT_SIZE / 2
      const from = Math.min(length, Math.max(0, low - start))
      const to = Math.max(from, Math.min(length, high - start))
      input.fill(0, filled, filled + from)
      input.set(samples.subarray(start + from, start + to), filled + from)
      input.fill(0, filled + to, filled + length)
      for (let t = 0; t < some; t++) starts[staged + t] = filled + t * HOP_LENGTH
      targets.push({ target, at: at + done * MEL_BANDS, frames: some })
      staged += some
      filled += length
      done += some
    }
  }
  const finish = (): Decibels => {
    measure()
    const most = loudest
    loudest = -Infinity
    return most
  }
  return { add, finish }
}

/**
 * The log-mel spectrogram of a whole song.
 * @param samples mono at the analysis rate
 * @returns frameCount(samples.length) frames
 */
export function computeMelSpectrogram(
  samples: Float32Array,
  onProgress?: (fraction: number) => void,
  path: Backend = bestBackend(),
): MelSpectrogram {
  const { add, finish } = createFrameAnalyzer(path)
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
