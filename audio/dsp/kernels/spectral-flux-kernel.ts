// How much louder frames get (audio/analysis/spectral-flux.ts), compiled by AssemblyScript.

/**
 * The rises of all bands of a frame over the frame before, summed.
 * @param decibels floats: (frames + 1) × bands; the first frame is only compared with
 * @param bands a multiple of four
 * @param floor what counts at least as the level before
 * @param strength written: a double a frame
 */
export function sumRises(decibels: usize, frames: i32, bands: i32, floor: f32, strength: usize): void {
  const row = (<usize>bands) << 2
  const least = f32x4.splat(floor)
  const zero = f32x4.splat(0)
  let at = decibels
  for (let t = 0; t < frames; t++) {
    let low = f64x2.splat(0)
    let high = f64x2.splat(0)
    for (const end = at + row; at < end; at += 16) {
      const rise = f32x4.pmax(zero, f32x4.sub(v128.load(at + row), f32x4.pmax(least, v128.load(at))))
      low = f64x2.add(low, f64x2.promote_low_f32x4(rise))
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(rise, rise, 1, 0)))
    }
    const sum = f64x2.add(low, high)
    store<f64>(strength, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))
    strength += 8
  }
}
