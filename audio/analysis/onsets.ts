import { throwIfCancelled } from '../dsp/cancellation.ts'
import { type Backend, selectBackend } from '../dsp/wasm-kernels.ts'
import type { Decibels } from '../units.ts'
import { FFT_SIZE, HOP_LENGTH, MEL_BANDS, type MelSpectrogram } from './mel-spectrogram.ts'
import { createSpectralFlux } from './spectral-flux.ts'

/** Bands quieter than this below the song's loudest band do not count. */
const DYNAMIC_RANGE_DB = 80
/** Frames are centered: a sound shows half a window before it begins. */
const CENTER_SHIFT_FRAMES = FFT_SIZE / (2 * HOP_LENGTH)
/** Frames of one run of the spectral flux. */
const FRAMES_PER_RUN = 256

type OnsetStrengthOptions = {
  /** Frames from a frame to the one it is compared with. */
  lag?: number
  /** A band is compared with the loudest band up to this many bands away: librosa's max_size is 2 * reach + 1. */
  reach?: number
  /** librosa's center: moves the strength from the window's edge to its center. */
  center?: boolean
  aggregate?: 'mean' | 'median'
}

/**
 * librosa.onset.onset_strength, with its defaults: how much louder the bands get from frame to frame.
 * @param backend both give the same bits
 * @returns one number per frame, decibels: the mean (or median) rise of its bands
 */
export function computeOnsetStrength(
  { frames, decibels, loudest }: MelSpectrogram,
  { lag = 1, reach = 0, center = true, aggregate = 'mean' }: OnsetStrengthOptions = {},
  backend: Backend = selectBackend(),
): Float64Array {
  const floor = Math.fround(loudest - DYNAMIC_RANGE_DB)
  const shift = center ? CENTER_SHIFT_FRAMES : 0
  const strength = new Float64Array(frames)
  const end = frames - shift
  if (lag === 1 && reach === 0 && aggregate === 'mean') {
    const { input, sums, run } = createSpectralFlux(FRAMES_PER_RUN, floor, backend)
    for (let t = 1; t < end; t += FRAMES_PER_RUN) {
      throwIfCancelled()
      const count = Math.min(FRAMES_PER_RUN, end - t)
      input.set(decibels.subarray((t - 1) * MEL_BANDS, (t + count) * MEL_BANDS))
      run(count)
      for (let i = 0; i < count; i++) strength[t + i + shift] = sums[i]! / MEL_BANDS
    }
    return strength
  }
  const rises = new Float64Array(MEL_BANDS)
  for (let t = lag; t < end; t++) {
    throwIfCancelled()
    const row = t * MEL_BANDS
    const earlierRow = (t - lag) * MEL_BANDS
    let sum = 0
    for (let band = 0; band < MEL_BANDS; band++) {
      const reference = findLocalMax(decibels, earlierRow, band, reach)
      const rise = Math.max(0, Math.fround(decibels[row + band]! - Math.max(reference, floor)))
      rises[band] = rise
      sum += rise
    }
    strength[t + shift] = aggregate === 'mean' ? sum / MEL_BANDS : median(rises)
  }
  return strength
}

/** The loudest of the bands up to `reach` away from a band. */
function findLocalMax(decibels: Float32Array, row: number, band: number, reach: number): Decibels {
  let loudest = -Infinity
  const last = Math.min(MEL_BANDS - 1, band + reach)
  for (let b = Math.max(0, band - reach); b <= last; b++) loudest = Math.max(loudest, decibels[row + b]!)
  return loudest
}

/** The median; NaN of no values. Sorts the values in place. */
export function median(values: Float64Array): number {
  values.sort()
  const middle = values.length >> 1
  const upper = values[middle]!
  return values.length % 2 === 1 ? upper : (values[middle - 1]! + upper) / 2
}

/** librosa's windows at 22,050 Hz and hop 512, in frames; ends after a frame are exclusive. */
const peakPicking = { maxBefore: 1, meanBefore: 4, meanAfter: 5, wait: 1, delta: 0.07 }

/**
 * librosa.onset.onset_detect with its defaults: normalizes, then picks peaks as librosa.util.peak_pick (Böck, Krebs &
 * Schedl 2012).
 * @param strength one number per frame
 * @returns ascending frame numbers; none if the strength never changes
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

/** Whether a frame is not below the frames just before it and above the mean around it by `delta`. */
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
 * librosa.onset.onset_backtrack: moves onsets back to the local minimum before them.
 * @param onsets frame numbers
 * @returns for each onset the last local minimum of the strength before or at it, or 0
 */
export function backtrackOnsets(onsets: number[], strength: Float64Array): number[] {
  const isMinimum = (i: number): boolean => strength[i]! <= strength[i - 1]! && strength[i]! < strength[i + 1]!
  return onsets.map((onset) => {
    let i = Math.min(onset, strength.length - 2)
    while (i > 0 && !isMinimum(i)) i--
    return Math.max(0, i)
  })
}
