import { sine } from './deterministic-math.ts'

/** Modified Bessel function of the first kind, order zero, by its power series (Abramowitz & Stegun 9.6.10). */
function besselI0(x: number): number {
  const quarter = (x * x) / 4
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k)
    sum += term
  }
  return sum
}

/** The impulse response of a low-pass at a distance from its center, zero from `reach` on; both in samples. */
export type LowPassFilter = { tapAt: (distance: number) => number; reach: number }

/**
 * A Kaiser-windowed sinc (Kaiser 1974; the formulas of scipy.signal.kaiserord).
 * @param cutoff the -6 dB point, in cycles per sample
 * @param transition width of the band around the cutoff from pass to stop, in cycles per sample
 * @param attenuation of the stop band, decibels, above 50
 * @returns unit gain at DC
 */
export function createKaiserLowPass(cutoff: number, transition: number, attenuation: number): LowPassFilter {
  const beta = 0.1102 * (attenuation - 8.7)
  const reach = (attenuation - 7.95) / (14.36 * transition) / 2
  const scale = (2 * cutoff) / besselI0(beta)
  const tapAt = (distance: number): number => {
    const ratio = distance / reach
    if (Math.abs(ratio) >= 1) return 0
    const angle = 2 * Math.PI * cutoff * distance
    const sinc = Math.abs(angle) < 1e-12 ? 1 : sine(angle) / angle
    return scale * sinc * besselI0(beta * Math.sqrt(1 - ratio * ratio))
  }
  return { tapAt, reach }
}
