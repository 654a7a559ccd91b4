import { checkpoint } from './interrupt.ts'
import { bands, fftSize, hop, type MelSpectrogram } from './spectrum.ts'
import type { Decibels } from './units.ts'

/** Decibels below the song's loudest band that still count. */
const dynamicRange = 80
/** Frames are centered, so a sound shows half a window before it begins. */
const centering = fftSize / (2 * hop)
/** librosa's windows at 22,050 Hz and hop 512, in frames; the ends after a frame are exclusive. */
const peaks = { maxBefore: 1, meanBefore: 4, meanAfter: 5, wait: 1, delta: 0.07 }

/** What rises are measured against, and how the bands' rises become one number. */
type StrengthOptions = {
  /** Frames from a frame to the one it is compared with. */
  lag?: number
  /** Each band is compared with the loudest one up to so many bands off: librosa's max_size is 2 * reach + 1. */
  reach?: number
  /** Whether the strength is moved to where the window, not its center, meets the sound: librosa's center. */
  shifted?: boolean
  aggregate?: 'mean' | 'median'
}

/**
 * How much louder the bands get from frame to frame: librosa.onset.onset_strength, with its defaults.
 * @returns one number per frame, decibels: the mean (or median) over bands of the rises, three frames late by default
 */
export function onsetStrength(
  { frames, decibels }: MelSpectrogram,
  { lag = 1, reach = 0, shifted = true, aggregate = 'mean' }: StrengthOptions = {},
): Float64Array {
  let loudest = -Infinity
  for (let i = 0; i < decibels.length; i++) if ((decibels[i] as number) > loudest) loudest = decibels[i] as number
  const floor = loudest - dynamicRange
  const shift = shifted ? centering : 0
  const rises = new Float64Array(bands)
  const strength = new Float64Array(frames)
  for (let t = lag; t + shift < frames; t++) {
    checkpoint()
    const row = t * bands
    const before = (t - lag) * bands
    let sum = 0
    for (let band = 0; band < bands; band++) {
      const now = decibels[row + band] as number
      const base = reach === 0 ? (decibels[before + band] as number) : loudestNear(decibels, before, band, reach)
      const rise = now - Math.max(base, floor)
      // Half of its sum with its size: 0 if it falls. No processor foretells which bands rise, so it is not asked.
      const positive = (rise + Math.abs(rise)) / 2
      rises[band] = positive
      sum += positive
    }
    strength[t + shift] = aggregate === 'mean' ? sum / bands : median(rises)
  }
  return strength
}

/** The loudest of the bands up to `reach` from one of a frame. */
function loudestNear(decibels: Float32Array, row: number, band: number, reach: number): Decibels {
  let loudest = -Infinity
  const last = Math.min(bands - 1, band + reach)
  for (let b = Math.max(0, band - reach); b <= last; b++) loudest = Math.max(loudest, decibels[row + b] as number)
  return loudest
}

/** The middle value, or between the middle two; NaN of nothing. Sorts the values in place. */
export function median(values: Float64Array): number {
  values.sort()
  const middle = values.length >> 1
  const upper = values[middle] as number
  return values.length % 2 === 1 ? upper : ((values[middle - 1] as number) + upper) / 2
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
    t += peaks.wait + 1
  }
  return onsets
}

/** A frame not below the ones just before it, and clear of the mean around it. */
function isPeak(x: Float64Array, t: number): boolean {
  const value = x[t] as number
  for (let i = Math.max(0, t - peaks.maxBefore); i < t; i++) if ((x[i] as number) > value) return false
  const from = Math.max(0, t - peaks.meanBefore)
  const to = Math.min(x.length, t + peaks.meanAfter)
  let sum = 0
  for (let i = from; i < to; i++) sum += x[i] as number
  return value >= sum / (to - from) + peaks.delta
}

/**
 * Moves onsets back to the foot of their rise: librosa.onset.onset_backtrack.
 * @param onsets frame numbers
 * @returns for each the last frame before or at it where the strength stops falling, or 0
 */
export function backtrackOnsets(onsets: number[], strength: Float64Array): number[] {
  const isFoot = (i: number): boolean =>
    (strength[i] as number) <= (strength[i - 1] as number) && (strength[i] as number) < (strength[i + 1] as number)
  return onsets.map((onset) => {
    let i = Math.min(onset, strength.length - 2)
    while (i > 0 && !isFoot(i)) i--
    return Math.max(0, i)
  })
}
