// audio/decibels.ts on two numbers at once, compiled by AssemblyScript.

/** librosa.power_to_db (ref 1, amin 1e-10) of both lanes. */
export function decibels2(power: v128): v128 {
  const x = f64x2.pmax(f64x2.splat(1e-10), power)
  const exponent = i64x2.shr_s(i64x2.sub(x, i64x2.splat(0x3fe6a09e00000000)), 52)
  const m = i64x2.sub(x, i64x2.shl(exponent, 52))
  // A small integer under the mantissa of 1.5 * 2^52 is that number plus the integer.
  const octaves = f64x2.sub(i64x2.add(exponent, i64x2.splat(0x4338000000000000)), f64x2.splat(6755399441055744))
  const one = f64x2.splat(1)
  const s = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one))
  const z = f64x2.mul(s, s)
  let series = f64x2.splat(1.0 / 15)
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(1.0 / 13))
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(1.0 / 11))
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(1.0 / 9))
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(1.0 / 7))
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(1.0 / 5))
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(1.0 / 3))
  series = f64x2.add(f64x2.mul(series, z), one)
  return f64x2.add(
    f64x2.mul(octaves, f64x2.splat(3.010299956639812)),
    f64x2.mul(f64x2.mul(s, series), f64x2.splat(8.685889638065037)),
  )
}
