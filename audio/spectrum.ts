import { createLogMel } from './log-mel.ts'
import { melFilters } from './mel.ts'
import { bestPath, type Path } from './simd.ts'
import { cosine } from './trigonometry.ts'
import type { Hertz, Samples } from './units.ts'

/** All analysis happens at this rate. */
export const analysisRate: Hertz = 22050
/** Samples from one frame's center to the next one's. */
export const hop: Samples = 512
/** Samples a frame sees, half of them before its center. */
export const fftSize: Samples = 2048
/** Mel bands of a frame. */
export const bands = 128

/** Frames measured at once. */
const batch = 64
const reportEvery = 16 * batch

/** Frames a stretch of samples has: librosa's centered framing. */
export const frameCount = (samples: Samples): number => 1 + Math.floor(samples / hop)

/** A periodic Hann window. */
export const hann = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * cosine((2 * Math.PI * i) / length))

/** The log-mel spectrogram: row t, of `bands` numbers, is the frame centered at sample t * hop. */
export type MelSpectrogram = { frames: number; decibels: Float32Array<ArrayBuffer> }

/**
 * Measures neighboring frames: writes the mel powers of `frames` of them, the first one centered at sample `center` and
 * each a hop after the one before, in decibels relative to 1 and floored at -100, to `target` from `at` on, `bands`
 * numbers a frame. Samples outside [low, high) count as zero.
 */
export type FrameMeter = (
  samples: Float32Array,
  center: Samples,
  frames: number,
  low: Samples,
  high: Samples,
  target: Float32Array | Float64Array,
  at: number,
) => void

/**
 * Frames of librosa.feature.melspectrogram (periodic Hann window, power, Slaney mel up to the Nyquist
 * frequency) followed by librosa.power_to_db(ref=1, top_db=None), at the analysis rate.
 * @param path either gives the same bits
 * @returns the meter; it owns its tables and buffers, so make one and use it for every frame
 */
export function createFrameMeter(path: Path = bestPath()): FrameMeter {
  const window = hann(fftSize)
  const filters = melFilters(analysisRate, fftSize, bands)
  const { input, decibels, run } = createLogMel({ hop, window, filters }, batch, path)

  return (samples, center, frames, low, high, target, at) => {
    for (let done = 0; done < frames; done += batch) {
      const some = Math.min(batch, frames - done)
      const length = (some - 1) * hop + fftSize
      const start = center + done * hop - fftSize / 2
      const from = Math.min(length, Math.max(0, low - start))
      const to = Math.max(from, Math.min(length, high - start))
      input.fill(0, 0, from)
      input.set(samples.subarray(start + from, start + to), from)
      input.fill(0, to, length)
      run(some)
      target.set(decibels.subarray(0, some * bands), at + done * bands)
    }
  }
}

/**
 * The log-mel spectrogram of a whole song.
 * @param samples mono at the analysis rate
 * @returns frameCount(samples.length) frames
 */
export function melSpectrogram(
  samples: Float32Array,
  onProgress?: (fraction: number) => void,
  path: Path = bestPath(),
): MelSpectrogram {
  const measure = createFrameMeter(path)
  const frames = frameCount(samples.length)
  const decibels = new Float32Array(frames * bands)
  for (let t = 0; t < frames; t += reportEvery) {
    measure(samples, t * hop, Math.min(reportEvery, frames - t), 0, samples.length, decibels, t * bands)
    onProgress?.(Math.min(1, (t + reportEvery) / frames))
  }
  return { frames, decibels }
}
