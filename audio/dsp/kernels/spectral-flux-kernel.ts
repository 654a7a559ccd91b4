// Spectral flux (audio/analysis/spectral-flux.ts), compiled by AssemblyScript.

/**
 * Sums for each frame the rises of its bands from the frame before.
 * @param decibels floats: (frames + 1) × bands, with the frame before the first one
 * @param bands a multiple of four
 * @param floor quieter bands of the earlier frame count as this loud
 * @param sums written: a double a frame
 */
export function computeSpectralFlux(decibels: usize, frames: i32, bands: i32, floor: f32, sums: usize): void {
  const row = (<usize>bands) << 2
  const floors = f32x4.splat(floor)
  const zero = f32x4.splat(0)
  let at = decibels
  for (let t = 0; t < frames; t++) {
    let low = f64x2.splat(0)
    let high = f64x2.splat(0)
    for (const end = at + row; at < end; at += 16) {
      const rise = f32x4.pmax(zero, f32x4.sub(v128.load(at + row), f32x4.pmax(floors, v128.load(at))))
      low = f64x2.add(low, f64x2.promote_low_f32x4(rise))
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(rise, rise, 1, 0)))
    }
    const sum = f64x2.add(low, high)
    store<f64>(sums, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))
    sums += 8
  }
}
