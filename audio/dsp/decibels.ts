import type { Decibels } from '../units.ts'

const MIN_POWER = Math.fround(1e-10)
const MIN_DECIBELS: Decibels = -100
/** Decibels of a factor of 2, and of a factor of e². */
const DB_PER_DOUBLING = Math.fround(3.010299956639812)
const DB_PER_TWO_NEPERS = Math.fround(8.685889638065037)
const [third, fifth, seventh, ninth] = [3, 5, 7, 9].map((n) => Math.fround(1 / n)) as [number, number, number, number]

/** The bits of √½. */
const SQRT_HALF_BITS = 0x3f3504f3

const floatView = new Float32Array(1)
const floatBits = new Int32Array(floatView.buffer)

/**
 * librosa.power_to_db with ref=1 and amin=1e-10 of one 32-bit number, in single precision, within 1e-5. The logarithm of
 * the mantissa m, between √½ and √2, is the power series of 2 atanh((m - 1) / (m + 1)): kernels compute the same bits,
 * which Math.log10 does not allow.
 * @returns -100 for powers up to 1e-10 and NaN
 */
export function powerToDecibels(power: number): Decibels {
  if (!(power > MIN_POWER)) return MIN_DECIBELS
  floatView[0] = power
  const exponent = (floatBits[0]! - SQRT_HALF_BITS) >> 23
  floatBits[0]! -= exponent << 23
  const m = floatView[0]!
  const s = Math.fround(Math.fround(m - 1) / Math.fround(m + 1))
  const z = Math.fround(s * s)
  let series = Math.fround(Math.fround(ninth * z) + seventh)
  series = Math.fround(Math.fround(series * z) + fifth)
  series = Math.fround(Math.fround(series * z) + third)
  series = Math.fround(Math.fround(series * z) + 1)
  return Math.fround(Math.fround(exponent * DB_PER_DOUBLING) + Math.fround(Math.fround(s * series) * DB_PER_TWO_NEPERS))
}
