// The distances of embedding/distances.ts, compiled by AssemblyScript: two lanes of doubles, each with the operations of
// the reference. Points are planar, `stride` bytes an axis, a multiple of 64: points are read in groups of eight.
const POINTS_PER_STEP = 8

/**
 * Squared Euclidean distances from one point to many.
 * @param own address of the first coordinate of the one point; the next one is `ownStride` bytes further
 * @param row overwritten: `count` doubles, rounded up to a multiple of eight
 */
export function computeSquaredDistances(
  count: i32,
  dims: i32,
  stride: usize,
  values: usize,
  ownStride: usize,
  own: usize,
  row: usize,
): void {
  for (let j = 0; j < count; j += POINTS_PER_STEP) {
    let at = values + ((<usize>j) << 3)
    let coordinate = own
    let a = f64x2.splat(0)
    let b = f64x2.splat(0)
    let c = f64x2.splat(0)
    let d = f64x2.splat(0)
    for (let axis = 0; axis < dims; axis++) {
      const x = v128.load_splat<f64>(coordinate)
      const da = f64x2.sub(v128.load(at), x)
      const db = f64x2.sub(v128.load(at, 16), x)
      const dc = f64x2.sub(v128.load(at, 32), x)
      const dd = f64x2.sub(v128.load(at, 48), x)
      a = f64x2.add(a, f64x2.mul(da, da))
      b = f64x2.add(b, f64x2.mul(db, db))
      c = f64x2.add(c, f64x2.mul(dc, dc))
      d = f64x2.add(d, f64x2.mul(dd, dd))
      at += stride
      coordinate += ownStride
    }
    const to = row + ((<usize>j) << 3)
    v128.store(to, a)
    v128.store(to, b, 16)
    v128.store(to, c, 32)
    v128.store(to, d, 48)
  }
}

/**
 * The k smallest entries of a row, smallest first, equal ones by index, in one pass.
 * @param self excluded index, or -1
 * @param k at least 1, at most the number of candidates
 * @param index k int32, overwritten
 * @param squared k doubles, overwritten
 */
export function selectNearest(count: i32, row: usize, self: i32, k: i32, index: usize, squared: usize): void {
  let filled = 0
  let worst: f64 = Infinity
  for (let j = 0; j < count; j++) {
    const distance = load<f64>(row + ((<usize>j) << 3))
    if ((filled === k && distance >= worst) || j === self) continue
    let at = filled < k ? filled++ : k - 1
    while (at > 0) {
      const before = load<f64>(squared + ((<usize>at - 1) << 3))
      if (before <= distance) break
      store<f64>(squared + ((<usize>at) << 3), before)
      store<i32>(index + ((<usize>at) << 2), load<i32>(index + ((<usize>at - 1) << 2)))
      at--
    }
    store<f64>(squared + ((<usize>at) << 3), distance)
    store<i32>(index + ((<usize>at) << 2), j)
    if (filled === k) worst = load<f64>(squared + ((<usize>k - 1) << 3))
  }
}

/** The number of entries that are smaller than entry `other`, or equal with a smaller index. */
export function countBefore(count: i32, row: usize, other: i32): i32 {
  const limit = f64x2.splat(load<f64>(row + ((<usize>other) << 3)))
  let before = 0
  let found = i64x2.splat(0)
  const even = other & ~1
  for (let j = 0; j < even; j += 2) found = i64x2.sub(found, f64x2.le(v128.load(row + ((<usize>j) << 3)), limit))
  const single = f64x2.extract_lane(limit, 0)
  if (even < other && load<f64>(row + ((<usize>even) << 3)) <= single) before++
  let j = other + 1
  if ((j & 1) === 1 && j < count) {
    if (load<f64>(row + ((<usize>j) << 3)) < single) before++
    j++
  }
  for (; j + 1 < count; j += 2) found = i64x2.sub(found, f64x2.lt(v128.load(row + ((<usize>j) << 3)), limit))
  if (j < count && load<f64>(row + ((<usize>j) << 3)) < single) before++
  return before + <i32>(i64x2.extract_lane(found, 0) + i64x2.extract_lane(found, 1))
}

/** The sum of 1 / (1 + squared distance) over a row: even and odd entries separately, then both. */
export function sumSimilarities(count: i32, row: usize): f64 {
  const one = f64x2.splat(1)
  let sum = f64x2.splat(0)
  const pairs = count & ~1
  for (let j = 0; j < pairs; j += 2) {
    sum = f64x2.add(sum, f64x2.div(one, f64x2.add(v128.load(row + ((<usize>j) << 3)), one)))
  }
  let even = f64x2.extract_lane(sum, 0)
  if (pairs < count) even += 1 / (load<f64>(row + ((<usize>pairs) << 3)) + 1)
  return even + f64x2.extract_lane(sum, 1)
}
