// Relative levels (audio/analysis/chunk-frames.ts) and MFCCs (audio/analysis/mfcc.ts), compiled by AssemblyScript: every
// sum has the terms of the reference in its order.

/**
 * Makes frames relative to their loudest band, in place, and sums them.
 * @param decibels floats: frames × bands
 * @param bands a multiple of eight
 * @param range decibels; quieter bands count as this far below the loudest
 * @param sums written: bands doubles
 */
export function computeRelativeLevels(decibels: usize, frames: i32, bands: i32, range: f32, sums: usize): void {
  const row = (<usize>bands) << 2
  const end = decibels + <usize>frames * row
  const top = f32x4.splat(loudestOf(decibels, end))
  const floor = f32x4.splat(-range)
  for (let column: usize = 0; column < row; column += 16) {
    let low = f64x2.splat(0)
    let high = f64x2.splat(0)
    for (let at = decibels + column; at < end; at += row) {
      const level = f32x4.pmax(floor, f32x4.sub(v128.load(at), top))
      v128.store(at, level)
      low = f64x2.add(low, f64x2.promote_low_f32x4(level))
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(level, level, 1, 0)))
    }
    v128.store(sums, low)
    v128.store(sums, high, 16)
    sums += 32
  }
}

function loudestOf(from: usize, end: usize): f32 {
  let a = v128.load(from)
  let b = v128.load(from, 16)
  for (let at = from + 32; at < end; at += 32) {
    a = f32x4.pmax(a, v128.load(at))
    b = f32x4.pmax(b, v128.load(at, 16))
  }
  const maxima = f32x4.pmax(a, b)
  return max<f32>(
    max<f32>(f32x4.extract_lane(maxima, 0), f32x4.extract_lane(maxima, 1)),
    max<f32>(f32x4.extract_lane(maxima, 2), f32x4.extract_lane(maxima, 3)),
  )
}

/**
 * The coefficients of `count` rows of bands.
 * @param rows floats: count × bands
 * @param bands a multiple of eight
 * @param cosines coefficients × bands / 2 doubles
 * @param values written: count × coefficients doubles
 * @param work bands doubles
 */
export function computeMfcc(
  rows: usize,
  count: i32,
  bands: i32,
  coefficients: i32,
  cosines: usize,
  values: usize,
  work: usize,
): void {
  const row = (<usize>bands) << 2
  const end = rows + <usize>count * row
  const differences = work + row
  for (let from = rows; from < end; from += row) {
    // From both ends to the middle.
    let high = from + row - 16
    for (let low = from, to = work; low < high; low += 16, high -= 16, to += 32) {
      const a = v128.load(low)
      const b = v128.load(high)
      const mirrored = v128.shuffle<i32>(b, b, 3, 2, 1, 0)
      fold(a, mirrored, to, row)
      fold(v128.shuffle<i64>(a, a, 1, 0), v128.shuffle<i64>(mirrored, mirrored, 1, 0), to + 16, row)
    }
    let basis = cosines
    for (let c = 0; c < coefficients; c++) {
      store<f64>(values, weigh((c & 1) === 0 ? work : differences, basis, row))
      basis += row
      values += 8
    }
  }
}

/** Stores the sums of two bands and their mirror images, and the differences `distance` bytes further. */
function fold(low: v128, high: v128, to: usize, distance: usize): void {
  const a = f64x2.promote_low_f32x4(low)
  const b = f64x2.promote_low_f32x4(high)
  v128.store(to, f64x2.add(a, b))
  v128.store(to + distance, f64x2.sub(a, b))
}

/** The dot product of `bytes` of values and cosines, in four partial sums. */
function weigh(values: usize, cosines: usize, bytes: usize): f64 {
  let s01 = f64x2.splat(0)
  let s23 = f64x2.splat(0)
  for (let at: usize = 0; at < bytes; at += 64) {
    s01 = f64x2.add(s01, f64x2.mul(v128.load(cosines + at), v128.load(values + at)))
    s23 = f64x2.add(s23, f64x2.mul(v128.load(cosines + at, 16), v128.load(values + at, 16)))
    s01 = f64x2.add(s01, f64x2.mul(v128.load(cosines + at, 32), v128.load(values + at, 32)))
    s23 = f64x2.add(s23, f64x2.mul(v128.load(cosines + at, 48), v128.load(values + at, 48)))
  }
  return (
    f64x2.extract_lane(s01, 0) + f64x2.extract_lane(s01, 1) + (f64x2.extract_lane(s23, 0) + f64x2.extract_lane(s23, 1))
  )
}
