// Math.sin, Math.cos and ** differ in their last bits between engines (Node 20 and Chromium 143, say), and t-SNE would make
// another form of that. Here are only additions and multiplications, which every engine rounds alike; the polynomials
// are fdlibm's (Sun Microsystems 1993, k_sin.c and k_cos.c), the quarter turns those of its e_rem_pio2.c.

const sineCoefficients = [
  1.58969099521155e-10, -2.5050760253406863e-8, 2.7557313707070068e-6, -0.0001984126982985795, 0.00833333333332249,
  -0.16666666666666632,
]
const cosineCoefficients = [
  -1.1359647557788195e-11, 2.087572321298175e-9, -2.7557314351390663e-7, 2.480158728947673e-5, -0.001388888888887411,
  0.0416666666666666,
]
const evaluatePolynomial = (factors: number[], x: number): number =>
  factors.reduce((sum, factor) => sum * x + factor, 0)

/** Sine of an angle turned by some quarters, radians; |angle| below 1e5. */
function evaluateSine(angle: number, quarters: number): number {
  const turns = Math.round((angle * 2) / Math.PI)
  const rest = angle - turns * 1.5707963267341256 - turns * 6.077100506303966e-11 - turns * 2.0222662487959506e-21
  const square = rest * rest
  const quarter = (((turns + quarters) % 4) + 4) % 4
  const value =
    quarter % 2 === 0
      ? rest + rest * square * evaluatePolynomial(sineCoefficients, square)
      : 1 - square / 2 + square * square * evaluatePolynomial(cosineCoefficients, square)
  return quarter < 2 ? value : -value
}

/** The sine, the same bits everywhere, within 1e-15 or so of the true one; radians below 1e5. */
export const sine = (angle: number): number => evaluateSine(angle, 0)

/** The cosine, like {@link sine}. */
export const cosine = (angle: number): number => evaluateSine(angle, 1)
