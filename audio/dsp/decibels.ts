import type { Decibels } from '../units.ts'

const smallestPower = Math.fround(1e-10)
const silence: Decibels = -100
/** Decibels of a factor of two, and of a factor of e². */
const perOctave = Math.fround(3.010299956639812)
const perDoubleNeper = Math.fround(8.685889638065037)
const [third, fifth, seventh, ninth] = [3, 5, 7, 9].map((n) => Math.fround(1 / n)) as [number, number, number, number]

/** The bits of √½. */
const rootHalf = 0x3f3504f3

const number = new Float32Array(1)
const bits = new Int32Array(number.buffer)

/**
 * librosa.power_to_db with ref=1 and amin=1e-10, for one 32-bit number, in single precision: within 1e-5. The logarithm is
 * 2 atanh((m - 1) / (m + 1)) of the mantissa, between √½ and √2, by its power series: unlike Math.log10 it can also run in
 * a kernel, to the same bits.
 * @returns -100 for anything that is no number above 1e-10
 */
export function toDecibels(power: number): Decibels {
  if (!(power > smallestPower)) return silence
  number[0] = power
  const exponent = ((bits[0] as number) - rootHalf) >> 23
  bits[0] = (bits[0] as number) - (exponent << 23)
  const m = number[0] as number
  const s = Math.fround(Math.fround(m - 1) / Math.fround(m + 1))
  const z = Math.fround(s * s)
  let series = Math.fround(Math.fround(ninth * z) + seventh)
  series = Math.fround(Math.fround(series * z) + fifth)
  series = Math.fround(Math.fround(series * z) + third)
  series = Math.fround(Math.fround(series * z) + 1)
  return Math.fround(Math.fround(exponent * perOctave) + Math.fround(Math.fround(s * series) * perDoubleNeper))
}
