// Math.exp and Math.log differ in their last bits between engines (Node 20 and Chromium 156, say), and t-SNE would make
// another form of that. Here are only operations that every engine rounds alike, within a unit of the last place or two.

/** ln 2 as a number of 33 bits, of which multiples are exact, and the rest. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

const inverseFactorials = Array.from({ length: 14 }, (_, n) => {
  let product = 1
  for (let i = 2; i <= n; i++) product *= i
  return 1 / product
}).reverse()
const oddReciprocals = Array.from({ length: 11 }, (_, n) => 1 / (2 * n + 1)).reverse()

const doubleBits = new DataView(new ArrayBuffer(8))

/** 2 to the power of a whole number from -1022 to 1023. */
function powerOfTwo(exponent: number): number {
  doubleBits.setUint32(0, (exponent + 1023) << 20)
  doubleBits.setUint32(4, 0)
  return doubleBits.getFloat64(0)
}

/**
 * e to the power of x: Taylor's series between -ln 2 / 2 and ln 2 / 2.
 * @returns 0 below -708, Infinity above 709
 */
export function exponential(x: number): number {
  if (x < -708) return 0
  if (x > 709) return Infinity
  const doublings = Math.round(x / Math.LN2)
  const rest = x - doublings * LN2_HIGH - doublings * LN2_LOW
  let sum = 0
  for (let n = 0; n < inverseFactorials.length; n++) sum = sum * rest + inverseFactorials[n]!
  return sum * powerOfTwo(Math.min(doublings, 1023)) * (doublings > 1023 ? 2 : 1)
}

/**
 * The natural logarithm: the series of the inverse hyperbolic tangent between the roots of 1/2 and 2.
 * @param x above 0; below 2 ** -1022 it counts as that
 */
export function logarithm(x: number): number {
  if (x === Infinity) return Infinity
  doubleBits.setFloat64(0, x)
  const head = doubleBits.getUint32(0)
  let doublings = (head >>> 20) - 1023
  doubleBits.setUint32(0, (head & 0xfffff) | (1023 << 20))
  let mantissa = doubleBits.getFloat64(0)
  if (mantissa > Math.SQRT2) {
    mantissa /= 2
    doublings++
  }
  const ratio = (mantissa - 1) / (mantissa + 1)
  const square = ratio * ratio
  let sum = 0
  for (let n = 0; n < oddReciprocals.length; n++) sum = sum * square + oddReciprocals[n]!
  return doublings * LN2_HIGH + (doublings * LN2_LOW + 2 * ratio * sum)
}
