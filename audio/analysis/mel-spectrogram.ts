import { cosine } from '../dsp/deterministic-math.ts'
import { bestPath, type Path } from '../dsp/wasm-kernels.ts'
import type { Decibels, Hertz, Samples } from '../units.ts'
import { createLogMel, type MelShape } from './log-mel.ts'
import { melFilters } from './mel-filterbank.ts'

/** All analysis happens at this rate. */
export const analysisRate: Hertz = 22050
/** Samples from one frame's center to the next one's. */
export const hop: Samples = 512
/** Samples a frame sees, half of them before its center. */
export const fftSize: Samples = 2048
/** Mel bands of a frame. */
export const bands = 128

/** The most frames measured at once. */
const batch = 64
const reportEvery = 16 * batch

/** Frames a stretch of samples has: librosa's centered framing. */
export const frameCount = (samples: Samples): number => 1 + Math.floor(samples / hop)

/** A periodic Hann window. */
export const hann = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * cosine((2 * Math.PI * i) / length))

/** The log-mel spectrogram: row t, of `bands` numbers, is the frame centered at sample t * hop. */
export type MelSpectrogram = {
  frames: number
  decibels: Float32Array<ArrayBuffer>
  /** The highest of `decibels`. */
  loudest: Decibels
}

/** Made once. */
let shape: MelShape | undefined

/** Measures frames, some together, wherever they come from. */
export type FrameMeter = {
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
export function createFrameMeter(path: Path = bestPath()): FrameMeter {
  shape ??= {
    window: Float32Array.from(hann(fftSize), (x) => x / 2),
    filters: melFilters(analysisRate, fftSize, bands),
  }
  const { input, starts, decibels, run } = createLogMel(shape, (batch - 1) * hop + fftSize, batch, path)
  /** What waits: frames, their samples, and where they go. */
  let staged = 0
  let filled: Samples = 0
  const targets: { target: Float32Array; at: number; frames: number }[] = []

  let loudest = -Infinity

  const measure = (): void => {
    loudest = Math.max(loudest, run(staged))
    let row = 0
    for (const { target, at, frames } of targets) {
      target.set(decibels.subarray(row * bands, (row + frames) * bands), at)
      row += frames
    }
    targets.length = 0
    staged = 0
    filled = 0
  }
  const add: FrameMeter['add'] = (samples, center, frames, low, high, target, at) => {
    for (let done = 0; done < frames; ) {
      const room = Math.min(batch - staged, 1 + Math.floor((input.length - filled - fftSize) / hop))
      const some = Math.min(frames - done, room)
      if (some < 1) {
        measure()
        continue
      }
      const length = (some - 1) * hop + fftSize
      const start = center + done * hop - fftSize / 2
      const from = Math.min(length, Math.max(0, low - start))
      const to = Math.max(from, Math.min(length, high - start))
      input.fill(0, filled, filled + from)
      input.set(samples.subarray(start + from, start + to), filled + from)
      input.fill(0, filled + to, filled + length)
      for (let t = 0; t < some; t++) starts[staged + t] = filled + t * hop
      targets.push({ target, at: at + done * bands, frames: some })
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
export function melSpectrogram(
  samples: Float32Array,
  onProgress?: (fraction: number) => void,
  path: Path = bestPath(),
): MelSpectrogram {
  const { add, finish } = createFrameMeter(path)
  const frames = frameCount(samples.length)
  const decibels = new Float32Array(frames * bands)
  let loudest = -Infinity
  for (let t = 0; t < frames; t += reportEvery) {
    add(samples, t * hop, Math.min(reportEvery, frames - t), 0, samples.length, decibels, t * bands)
    loudest = Math.max(loudest, finish())
    onProgress?.(Math.min(1, (t + reportEvery) / frames))
  }
  return { frames, decibels, loudest }
}
