// Math.exp and Math.log differ by a last bit from engine to engine (Node 20 and Chromium 156 do); these do not.

/** ln 2 in two parts: the upper one times any exponent is exact. */
const ln2Upper = 0.6931471803691238
const ln2Lower = 1.9082149292705877e-10

/** The upper half of the bits of √½. */
const rootHalf = 0x3fe6a09e

const number = new Float64Array(1)
const words = new Int32Array(number.buffer)
/** Every engine there is stores the upper half last. */
const upper = 1

/**
 * The natural logarithm by the power series of 2 atanh((m - 1) / (m + 1)) for the mantissa, between √½ and √2.
 * @param x a normal number above 0
 * @returns to about 1e-15, the same bits everywhere
 */
export function logarithm(x: number): number {
  number[0] = x
  const exponent = ((words[upper] as number) - rootHalf) >> 20
  words[upper] = (words[upper] as number) - (exponent << 20)
  const m = number[0] as number
  const s = (m - 1) / (m + 1)
  const z = s * s
  let series = 0
  for (let n = 21; n >= 1; n -= 2) series = series * z + 1 / n
  return exponent * ln2Upper + (2 * s * series + exponent * ln2Lower)
}

/**
 * The exponential function by its power series about the nearest power of two.
 * @returns to about 1e-15, the same bits everywhere; 0 below -708, Infinity above 709
 */
export function exponential(x: number): number {
  if (x < -708) return 0
  if (x > 709) return Infinity
  const octaves = Math.round(x / (ln2Upper + ln2Lower))
  const rest = x - octaves * ln2Upper - octaves * ln2Lower
  let series = 1
  for (let n = 14; n >= 1; n--) series = 1 + (series * rest) / n
  words[0] = 0
  words[upper] = (octaves + 1023) << 20
  return series * (number[0] as number)
}
