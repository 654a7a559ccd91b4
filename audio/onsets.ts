import { bands, fftSize, hop, type MelSpectrogram } from './spectrum.ts'

/** Decibels below the song's loudest band that still count. */
const dynamicRange = 80
/** One frame because a difference belongs to its later frame, and half a window because frames are centered. */
const shift = 1 + fftSize / (2 * hop)
/** librosa's windows at 22,050 Hz and hop 512, in frames; the ends after a frame are exclusive. */
const peaks = { maxBefore: 1, meanBefore: 4, meanAfter: 5, wait: 1, delta: 0.07 }

/**
 * How much louder the bands get from frame to frame: librosa.onset.onset_strength with its defaults.
 * @returns one number per frame, decibels: the mean over bands of the rises, three frames late
 */
export function onsetStrength({ frames, decibels }: MelSpectrogram): Float64Array {
  let loudest = -Infinity
  for (let i = 0; i < decibels.length; i++) if ((decibels[i] as number) > loudest) loudest = decibels[i] as number
  const floor = loudest - dynamicRange
  const strength = new Float64Array(frames)
  for (let t = 1; t + shift - 1 < frames; t++) {
    let rise = 0
    for (let band = 0; band < bands; band++) {
      const now = decibels[t * bands + band] as number
      const before = decibels[(t - 1) * bands + band] as number
      if (now > before && now > floor) rise += now - Math.max(before, floor)
    }
    strength[t + shift - 1] = rise / bands
  }
  return strength
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
