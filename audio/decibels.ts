import type { Decibels } from './units.ts'

const smallestPower = 1e-10
/** Decibels of a factor of two, and of a factor of e². */
const perOctave = 3.010299956639812
const perDoubleNeper = 8.685889638065037

/** The upper half of the bits of √½. */
const rootHalf = 0x3fe6a09e

const number = new Float64Array(1)
const words = new Int32Array(number.buffer)
/** Every engine there is stores the upper half last. */
const upper = 1

/**
 * librosa.power_to_db with ref=1 and amin=1e-10, for one number. The logarithm is 2 atanh((m - 1) / (m + 1)) of the
 * mantissa, between √½ and √2, by its power series, good to 1e-13: unlike Math.log10 it can also run in a kernel, to the
 * same bits.
 * @returns -100 for anything that is no number above 1e-10
 */
export function toDecibels(power: number): Decibels {
  number[0] = power
  // As no number is not above it either, it becomes silence.
  if (!(power > smallestPower)) number[0] = smallestPower
  const exponent = ((words[upper] as number) - rootHalf) >> 20
  words[upper] = (words[upper] as number) - (exponent << 20)
  const m = number[0] as number
  const s = (m - 1) / (m + 1)
  const z = s * s
  let series = 1 / 15
  series = series * z + 1 / 13
  series = series * z + 1 / 11
  series = series * z + 1 / 9
  series = series * z + 1 / 7
  series = series * z + 1 / 5
  series = series * z + 1 / 3
  series = series * z + 1
  return exponent * perOctave + s * series * perDoubleNeper
}
