import { exponential, logarithm } from '../dsp/deterministic-math.ts'
import type { MelSpectrogram } from './mel-spectrogram.ts'
import { computeOnsetStrength, median } from './onsets.ts'
import { estimateBeatPeriod } from './tempo.ts'

/** Weight of deviations from the tempo. */
const TIGHTNESS = 100

/**
 * librosa.beat.beat_track with its defaults: dynamic programming after Ellis 2007.
 * @returns ascending frame numbers of the beats; none if no two frames differ in most of their bands
 */
export function trackBeats(spectrogram: MelSpectrogram): number[] {
  const strength = computeOnsetStrength(spectrogram, { aggregate: 'median' })
  if (strength.every((value) => value === 0)) return []
  const period = estimateBeatPeriod(strength)
  const score = computeLocalScore(normalizeOnsets(strength), period)
  const { previous, total } = findPredecessors(score, period)
  const beats: number[] = []
  for (let beat = findLastBeat(total); beat >= 0; beat = previous[beat]!) beats.push(beat)
  return trimBeats(beats.reverse(), score)
}

/** Divides by the sample standard deviation. */
function normalizeOnsets(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1))
  return values.map((x) => x / deviation)
}

/** Smooths with a Gaussian of a 32nd of the period; like librosa's, the sum omits the first frame. */
function computeLocalScore(strength: Float64Array, period: number): Float64Array {
  const window = Float64Array.from({ length: 2 * period + 1 }, (_, i) => {
    const z = ((i - period) * 32) / period
    return exponential(-0.5 * z * z)
  })
  return strength.map((_, i) => {
    let sum = 0
    const to = Math.min(i + period, window.length)
    for (let k = Math.max(0, i + period - strength.length + 1); k < to; k++)
      sum += window[k]! * strength[i + period - k]!
    return sum
  })
}

/** For every frame the best beat half a period to two periods before it, or -1, and the total score up to the frame. */
function findPredecessors(score: Float64Array, period: number): { previous: Int32Array; total: Float64Array } {
  const previous = new Int32Array(score.length)
  const total = new Float64Array(score.length)
  const nearest = roundHalfToEven(period / 2)
  const cost = Float64Array.from({ length: 2 * period + 1 }, (_, distance) => {
    const z = logarithm(distance) - logarithm(period)
    return TIGHTNESS * z * z
  })
  const threshold = 0.01 * score.reduce((top, x) => Math.max(top, x), 0)
  let started = false
  score.forEach((own, i) => {
    let best = -Infinity
    let from = -1
    for (let distance = nearest; distance <= 2 * period && distance <= i; distance++) {
      const value = total[i - distance]! - cost[distance]!
      if (value > best) {
        best = value
        from = i - distance
      }
    }
    total[i] = from < 0 ? own : own + best
    // The first beat is the first frame with a clear score, not the silence before it.
    if (own >= threshold) started = true
    previous[i] = started ? from : -1
  })
  return { previous, total }
}

/** The last peak of at least half the median of all peaks, or the last frame if there is no peak. */
function findLastBeat(total: Float64Array): number {
  const isPeak = (i: number): boolean =>
    i > 0 && total[i]! > total[i - 1]! && (i === total.length - 1 || total[i]! >= total[i + 1]!)
  const threshold = median(total.filter((_, i) => isPeak(i))) / 2
  for (let i = total.length - 1; i > 0; i--) if (isPeak(i) && total[i]! >= threshold) return i
  return total.length - 1
}

/** Drops beats at both ends in frames with a score below half the RMS of the smoothed scores of all beats. */
function trimBeats(beats: number[], score: Float64Array): number[] {
  const at = (b: number): number => score[beats[b]!] ?? 0
  // As librosa's truncated convolution: the sum has one term beyond the beats, the mean divides by two more.
  let energy = 0
  for (let b = 0; b <= beats.length; b++) energy += (at(b - 1) / 2 + at(b) + at(b + 1) / 2) ** 2
  const threshold = 0.5 * Math.sqrt(energy / (beats.length + 2))
  const first = score.findIndex((x) => x > threshold)
  const last = score.findLastIndex((x) => x > threshold)
  return beats.filter((beat) => beat >= first && beat <= last)
}

/** numpy.round. */
const roundHalfToEven = (x: number): number => (x % 1 === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))
