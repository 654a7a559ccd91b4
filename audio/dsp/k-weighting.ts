import type { Hertz } from '../units.ts'
import { cosine, exponential, sine } from './deterministic-math.ts'

// ITU-R BS.1770-4, annex 1: a shelf for the head, and a high-pass. The standard gives coefficients for 48 kHz; these are the
// analog filters that they come from, so that every rate is weighted alike (at 48 kHz the same within 1e-9).
const SHELF_HZ: Hertz = 1681.974450955533
const SHELF_Q = 0.7071752369554196
const SHELF_GAIN_DB = 3.999843853973347
const SHELF_BAND_EXPONENT = 0.4996667741545416
const HIGH_PASS_HZ: Hertz = 38.13547087602444
const HIGH_PASS_Q = 0.5003270373238773

/** Of a second-order filter, b0 b1 b2 a1 a2; a0 is 1. */
export type Biquad = readonly [b0: number, b1: number, b2: number, a1: number, a2: number]

const tangent = (angle: number): number => sine(angle) / cosine(angle)

/** The two filters of the K weighting, in series. */
export function computeKWeighting(sampleRate: Hertz): { shelf: Biquad; highPass: Biquad } {
  // Rates below 4 kHz have nothing above the shelf.
  const k = tangent(Math.PI * Math.min(SHELF_HZ / sampleRate, 0.49))
  const high = exponential((SHELF_GAIN_DB / 20) * Math.LN10)
  const band = exponential((SHELF_GAIN_DB / 20) * Math.LN10 * SHELF_BAND_EXPONENT)
  const a0 = 1 + k / SHELF_Q + k * k
  const h = tangent((Math.PI * HIGH_PASS_HZ) / sampleRate)
  const c0 = 1 + h / HIGH_PASS_Q + h * h
  return {
    shelf: [
      (high + (band * k) / SHELF_Q + k * k) / a0,
      (2 * (k * k - high)) / a0,
      (high - (band * k) / SHELF_Q + k * k) / a0,
      (2 * (k * k - 1)) / a0,
      (1 - k / SHELF_Q + k * k) / a0,
    ],
    highPass: [1, -2, 1, (2 * (h * h - 1)) / c0, (1 - h / HIGH_PASS_Q + h * h) / c0],
  }
}
