import { throwIfCancelled } from '../dsp/cancellation.ts'
import { type Backend, bestBackend } from '../dsp/wasm-kernels.ts'
import type { Decibels } from '../units.ts'
import { FFT_SIZE, HOP_LENGTH, MEL_BANDS, type MelSpectrogram } from './mel-spectrogram.ts'
import { createSimdSpectralFlux } from './spectral-flux-adapter.ts'

/** Decibels below the song's loudest band that still count. */
const DYNAMIC_RANGE_DB = 80
/** Frames are centered, so a sound shows half a window before it begins. */
const CENTER_SHIFT_FRAMES = FFT_SIZE / (2 * HOP_LENGTH)
/** librosa's windows at 22,050 Hz and hop 512, in frames; the ends after a frame are exclusive. */
const peakPicking = { maxBefore: 1, meanBefore: 4, meanAfter: 5, wait: 1, delta: 0.07 }

/** What rises are measured against, and how the bands' rises become one number. */
type OnsetStrengthOptions = {
  /** Frames from a frame to the one it is compared with. */
  lag?: number
  /** Each band is compared with the loudest one up to so many bands off: librosa's max_size is 2 * reach + 1. */
  reach?: number
  /** Whether the strength is moved to where the window, not its center, meets the sound: librosa's center. */
  center?: boolean
  aggregate?: 'mean' | 'median'
}

/**
 * How much louder the bands get from frame to frame: librosa.onset.onset_strength, with its defaults.
 * @param path either gives the same bits
 * @returns one number per frame, decibels: the mean (or median) over bands of the rises, three frames late by default
 */
export function computeOnsetStrength(
  { frames, decibels, loudest }: MelSpectrogram,
  { lag = 1, reach = 0, center: shifted = true, aggregate = 'mean' }: OnsetStrengthOptions = {},
  path: Backend = bestBackend(),
): Float64Array {
  const floor = Math.fround(loudest - DYNAMIC_RANGE_DB)
  const shift = shifted ? CENTER_SHIFT_FRAMES : 0
  const strength = new Float64Array(frames)
  const end = frames - shift
  if (lag === 1 && reach === 0 && aggregate === 'mean') {
    const { input, sums, run } =
      path === 'simd'
        ? createSimdSpectralFlux(FRAMES_PER_BATCH, floor)
        : createPlainSpectralFlux(FRAMES_PER_BATCH, floor)
    for (let t = 1; t < end; t += FRAMES_PER_BATCH) {
      throwIfCancelled()
      const some = Math.min(FRAMES_PER_BATCH, end - t)
      input.set(decibels.subarray((t - 1) * MEL_BANDS, (t + some) * MEL_BANDS))
      run(some)
      for (let i = 0; i < some; i++) strength[t + i + shift] = sums[i]! / MEL_BANDS
    }
    return strength
  }
  const rises = new Float64Array(MEL_BANDS)
  for (let t = lag; t < end; t++) {
    throwIfCancelled()
    const row = t * MEL_BANDS
    const before = (t - lag) * MEL_BANDS
    let sum = 0
    for (let band = 0; band < MEL_BANDS; band++) {
      const base = findLocalMax(decibels, before, band, reach)
      const rise = Math.max(0, Math.fround(decibels[row + band]! - Math.max(base, floor)))
      rises[band] = rise
      sum += rise
    }
    strength[t + shift] = aggregate === 'mean' ? sum / MEL_BANDS : median(rises)
  }
  return strength
}

/** Rises of frames over the frames before, with their own buffers: fill `input`, call `run`, read `sums`. */
export type SpectralFlux = {
  /** A row of `bands` decibels each: the frame before the first, then the frames. */
  input: Float32Array
  /** Of each frame's bands. */
  sums: Float64Array
  run: (frames: number) => void
}

/** Frames measured at once. */
const FRAMES_PER_BATCH = 256
const SIMD_LANES = 4

/** Four sums, as many as the kernel has lanes, go on side by side. */
function createPlainSpectralFlux(most: number, floor: Decibels): SpectralFlux {
  const input = new Float32Array((most + 1) * MEL_BANDS)
  const sums = new Float64Array(most)
  const run: SpectralFlux['run'] = (frames) => {
    for (let t = 0; t < frames; t++) {
      let s0 = 0
      let s1 = 0
      let s2 = 0
      let s3 = 0
      for (let at = t * MEL_BANDS; at < (t + 1) * MEL_BANDS; at += SIMD_LANES) {
        s0 += computeRise(input, at, floor)
        s1 += computeRise(input, at + 1, floor)
        s2 += computeRise(input, at + 2, floor)
        s3 += computeRise(input, at + 3, floor)
      }
      sums[t] = s0 + s2 + (s1 + s3)
    }
  }
  return { input, sums, run }
}

/** How much a band rises by the next frame, or 0. No processor foretells which bands rise, so it is not asked. */
function computeRise(decibels: Float32Array, at: number, floor: Decibels): number {
  const rise = Math.fround(decibels[at + MEL_BANDS]! - Math.max(floor, decibels[at]!))
  return (rise + Math.abs(rise)) / 2
}

/** The loudest of the bands up to `reach` from one of a frame. */
function findLocalMax(decibels: Float32Array, row: number, band: number, reach: number): Decibels {
  let loudest = -Infinity
  const last = Math.min(MEL_BANDS - 1, band + reach)
  for (let b = Math.max(0, band - reach); b <= last; b++) loudest = Math.max(loudest, decibels[row + b]!)
  return loudest
}

/** The middle value, or between the middle two; NaN of nothing. Sorts the values in place. */
export function median(values: Float64Array): number {
  values.sort()
  const middle = values.length >> 1
  const upper = values[middle]!
  return values.length % 2 === 1 ? upper : (values[middle - 1]! + upper) / 2
}

/**
 * The frames where something begins: librosa.onset.onset_detect with its defaults, which normalizes and
 * picks peaks by librosa.util.peak_pick (Böck, Krebs & Schedl 2012).
 * @param strength one number per frame
 * @returns frame numbers, rising; none if the strength never changes
 */
export function pickOnsets(strength: Float64Array): number[] {
  let low = Infinity
  let high = -Infinity
  for (const value of strength) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(high > low)) return []
  const x = strength.map((value) => (value - low) / (high - low))
  const onsets: number[] = []
  let t = 0
  while (t < x.length) {
    if (!isPeak(x, t)) {
      t++
      continue
    }
    onsets.push(t)
    t += peakPicking.wait + 1
  }
  return onsets
}

/** A frame not below the ones just before it, and clear of the mean around it. */
function isPeak(x: Float64Array, t: number): boolean {
  const value = x[t]!
  for (let i = Math.max(0, t - peakPicking.maxBefore); i < t; i++) if (x[i]! > value) return false
  const from = Math.max(0, t - peakPicking.meanBefore)
  const to = Math.min(x.length, t + peakPicking.meanAfter)
  let sum = 0
  for (let i = from; i < to; i++) sum += x[i]!
  return value >= sum / (to - from) + peakPicking.delta
}

/**
 * Moves onsets back to the foot of their rise: librosa.onset.onset_backtrack.
 * @param onsets frame numbers
 * @returns for each the last frame before or at it where the strength stops falling, or 0
 */
export function backtrackOnsets(onsets: number[], strength: Float64Array): number[] {
  const isFoot = (i: number): boolean => strength[i]! <= strength[i - 1]! && strength[i]! < strength[i + 1]!
  return onsets.map((onset) => {
    let i = Math.min(onset, strength.length - 2)
    while (i > 0 && !isFoot(i)) i--
    return Math.max(0, i)
  })
}
