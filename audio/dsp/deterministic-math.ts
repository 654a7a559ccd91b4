// Math.exp, log, sin, cos and ** differ in their last bits between engines (measured: Node 20 and Chromium 143 and 156),
// and t-SNE turns that into another form. These functions use only operations that IEEE 754 rounds alike everywhere.

/** ln 2 in two parts: 33 bits, whose small multiples are exact, and the remainder. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

const inverseFactorials = Array.from({ length: 14 }, (_, n) => {
  let product = 1
  for (let i = 2; i <= n; i++) product *= i
  return 1 / product
}).reverse()
const oddReciprocals = Array.from({ length: 11 }, (_, n) => 1 / (2 * n + 1)).reverse()

const doubleBits = new DataView(new ArrayBuffer(8))

/** @param exponent integer from -1022 to 1023 */
function powerOfTwo(exponent: number): number {
  doubleBits.setUint32(0, (exponent + 1023) << 20)
  doubleBits.setUint32(4, 0)
  return doubleBits.getFloat64(0)
}

/**
 * e to the power of x, by the Taylor series between -ln 2 / 2 and ln 2 / 2; within two units in the last place.
 * @returns 0 below -708, Infinity above 709
 */
export function exponential(x: number): number {
  if (x < -708) return 0
  if (x > 709) return Infinity
  const doublings = Math.round(x / Math.LN2)
  const remainder = x - doublings * LN2_HIGH - doublings * LN2_LOW
  let sum = 0
  for (let n = 0; n < inverseFactorials.length; n++) sum = sum * remainder + inverseFactorials[n]!
  return sum * powerOfTwo(Math.min(doublings, 1023)) * (doublings > 1023 ? 2 : 1)
}

/**
 * The natural logarithm, by the series of the inverse hyperbolic tangent between √½ and √2; within two units in the last
 * place.
 * @param x above 0; subnormal numbers (below 2^-1022) count as 2^-1022
 */
export function logarithm(x: number): number {
  if (x === Infinity) return Infinity
  doubleBits.setFloat64(0, x)
  const highBits = doubleBits.getUint32(0)
  let doublings = (highBits >>> 20) - 1023
  doubleBits.setUint32(0, (highBits & 0xfffff) | (1023 << 20))
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

// Polynomials of fdlibm (Sun Microsystems 1993: k_sin.c, k_cos.c), quarter turns of its e_rem_pio2.c.

const sineCoefficients = [
  1.58969099521155e-10, -2.5050760253406863e-8, 2.7557313707070068e-6, -0.0001984126982985795, 0.00833333333332249,
  -0.16666666666666632,
]
const cosineCoefficients = [
  -1.1359647557788195e-11, 2.087572321298175e-9, -2.7557314351390663e-7, 2.480158728947673e-5, -0.001388888888887411,
  0.0416666666666666,
]
const evaluatePolynomial = (coefficients: number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)

/** The sine of an angle in radians plus some quarter turns; |angle| below 1e5. */
function evaluateSine(angle: number, quarters: number): number {
  const quarterTurns = Math.round((angle * 2) / Math.PI)
  const remainder =
    angle -
    quarterTurns * 1.5707963267341256 -
    quarterTurns * 6.077100506303966e-11 -
    quarterTurns * 2.0222662487959506e-21
  const square = remainder * remainder
  const quarter = (((quarterTurns + quarters) % 4) + 4) % 4
  const value =
    quarter % 2 === 0
      ? remainder + remainder * square * evaluatePolynomial(sineCoefficients, square)
      : 1 - square / 2 + square * square * evaluatePolynomial(cosineCoefficients, square)
  return quarter < 2 ? value : -value
}

/** The sine of an angle in radians, |angle| below 1e5; within about 1e-15. */
export const sine = (angle: number): number => evaluateSine(angle, 0)

/** The cosine of an angle in radians, |angle| below 1e5; within about 1e-15. */
export const cosine = (angle: number): number => evaluateSine(angle, 1)
