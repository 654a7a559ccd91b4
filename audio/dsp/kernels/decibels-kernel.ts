// audio/dsp/decibels.ts on four numbers at once, compiled by AssemblyScript.

/** librosa.power_to_db(ref=1, amin=1e-10) of every lane. */
export function decibels4(power: v128): v128 {
  const minPower = f32x4.splat(1e-10)
  const isAudible = f32x4.gt(power, minPower)
  const x = v128.bitselect(power, minPower, isAudible)
  const exponent = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23)
  const m = i32x4.sub(x, i32x4.shl(exponent, 23))
  const octaves = f32x4.convert_i32x4_s(exponent)
  const one = f32x4.splat(1)
  const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one))
  const z = f32x4.mul(s, s)
  let series = f32x4.splat(1.0 / 9)
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(1.0 / 7))
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(1.0 / 5))
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(1.0 / 3))
  series = f32x4.add(f32x4.mul(series, z), one)
  const level = f32x4.add(
    f32x4.mul(octaves, f32x4.splat(3.010299956639812)),
    f32x4.mul(f32x4.mul(s, series), f32x4.splat(8.685889638065037)),
  )
  return v128.bitselect(level, f32x4.splat(-100), isAudible)
}
