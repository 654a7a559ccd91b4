// Math.exp and Math.log differ in their last bits between engines too (Node 20 and Chromium 156, say); see trigonometry.ts.
// Steps and polynomials are those of fdlibm (Sun Microsystems 2004, e_exp.c and e_log.c), which is what Node 20 has.

const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10

/** A number as its upper half (sign, exponent, 20 bits of the mantissa) and its lower one. */
const view = new DataView(new ArrayBuffer(8))

/** Two to a whole power from -1022 to 1023. */
function powerOfTwo(power: number): number {
  view.setUint32(0, (power + 1023) << 20)
  view.setUint32(4, 0)
  return view.getFloat64(0)
}

/** e to the power of x, the same bits everywhere, within one unit in the last place. */
export function exponential(x: number): number {
  if (!(x > -746)) return Number.isNaN(x) ? x : 0
  if (x > 710) return Infinity
  const power = Math.round(x / Math.LN2)
  const high = x - power * ln2High
  const low = power * ln2Low
  const rest = high - low
  const t = rest * rest
  let sum = 4.1381367970572385e-8
  sum = sum * t - 1.6533902205465252e-6
  sum = sum * t + 6.613756321437934e-5
  sum = sum * t - 0.0027777777777015593
  sum = sum * t + 0.16666666666666602
  const c = rest - t * sum
  const value = 1 - (low - (rest * c) / (2 - c) - high)
  // In two steps, because two to the power alone may be too large or too small for a number.
  const half = power >> 1
  return value * powerOfTwo(half) * powerOfTwo(power - half)
}

/** The natural logarithm, the same bits everywhere, within one unit in the last place. */
export function logarithm(x: number): number {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x > 0 ? x : Number.NaN
  const isTiny = x < 2.2250738585072014e-308
  view.setFloat64(0, isTiny ? x * 18014398509481984 : x)
  const upper = view.getUint32(0)
  const fraction = upper & 0xfffff
  // The mantissa between about √½ and √2.
  const isUpperHalf = fraction >= 0x6a09c
  const power = (upper >>> 20) - (isTiny ? 1077 : 1023) + (isUpperHalf ? 1 : 0)
  view.setUint32(0, fraction | (isUpperHalf ? 0x3fe00000 : 0x3ff00000))
  const f = view.getFloat64(0) - 1
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  const rest = odd + even
  if (fraction < 0x6147a || fraction > 0x6b851) return power * ln2High - (s * (f - rest) - power * ln2Low - f)
  const half = 0.5 * f * f
  return power * ln2High - (half - (s * (half + rest) + power * ln2Low) - f)
}
