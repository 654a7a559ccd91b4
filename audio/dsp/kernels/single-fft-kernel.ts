// The stages of audio/dsp/single-fft.ts on four neighboring numbers at a time, compiled by AssemblyScript, with the
// operations of the reference. Real and imaginary parts are in separate arrays.

/**
 * One stage, decimation in frequency: every transform of four times `quarter` numbers becomes four neighboring ones.
 * @param fromRe `size` real parts, can be `re`
 * @param fromIm `size` imaginary parts, can be `im`
 * @param quarter 4 or more
 * @param twiddles for every four indices vectors of cos, sin, cos 2, sin 2, cos 3, sin 3
 */
export function spreadQuarters4(
  fromRe: usize,
  fromIm: usize,
  re: usize,
  im: usize,
  size: i32,
  quarter: i32,
  twiddles: usize,
): void {
  const b = (<usize>quarter) << 2
  const c = b + b
  const d = c + b
  const end = (<usize>size) << 2
  for (let block: usize = 0; block < end; block += 4 * b) {
    let twiddle = twiddles
    for (let at = block; at < block + b; at += 16) {
      const ar = v128.load(fromRe + at)
      const ai = v128.load(fromIm + at)
      const br = v128.load(fromRe + at + b)
      const bi = v128.load(fromIm + at + b)
      const cr = v128.load(fromRe + at + c)
      const ci = v128.load(fromIm + at + c)
      const dr = v128.load(fromRe + at + d)
      const di = v128.load(fromIm + at + d)
      const sumAcR = f32x4.add(ar, cr)
      const sumAcI = f32x4.add(ai, ci)
      const difAcR = f32x4.sub(ar, cr)
      const difAcI = f32x4.sub(ai, ci)
      const sumBdR = f32x4.add(br, dr)
      const sumBdI = f32x4.add(bi, di)
      const difBdR = f32x4.sub(br, dr)
      const difBdI = f32x4.sub(bi, di)
      v128.store(re + at, f32x4.add(sumAcR, sumBdR))
      v128.store(im + at, f32x4.add(sumAcI, sumBdI))
      const xr = f32x4.add(difAcR, difBdI)
      const xi = f32x4.sub(difAcI, difBdR)
      const c1 = v128.load(twiddle)
      const s1 = v128.load(twiddle, 16)
      v128.store(re + at + b, f32x4.add(f32x4.mul(xr, c1), f32x4.mul(xi, s1)))
      v128.store(im + at + b, f32x4.sub(f32x4.mul(xi, c1), f32x4.mul(xr, s1)))
      const yr = f32x4.sub(sumAcR, sumBdR)
      const yi = f32x4.sub(sumAcI, sumBdI)
      const c2 = v128.load(twiddle, 32)
      const s2 = v128.load(twiddle, 48)
      v128.store(re + at + c, f32x4.add(f32x4.mul(yr, c2), f32x4.mul(yi, s2)))
      v128.store(im + at + c, f32x4.sub(f32x4.mul(yi, c2), f32x4.mul(yr, s2)))
      const zr = f32x4.sub(difAcR, difBdI)
      const zi = f32x4.add(difAcI, difBdR)
      const c3 = v128.load(twiddle, 64)
      const s3 = v128.load(twiddle, 80)
      v128.store(re + at + d, f32x4.add(f32x4.mul(zr, c3), f32x4.mul(zi, s3)))
      v128.store(im + at + d, f32x4.sub(f32x4.mul(zi, c3), f32x4.mul(zr, s3)))
      twiddle += 96
    }
  }
}

/**
 * One stage, decimation in time: every four neighboring transforms of `quarter` bins become one of four times the size.
 * @param quarter 4 or more
 * @param twiddles as in {@link spreadQuarters4}
 */
export function combineQuarters4(re: usize, im: usize, size: i32, quarter: i32, twiddles: usize): void {
  const b = (<usize>quarter) << 2
  const c = b + b
  const d = c + b
  const end = (<usize>size) << 2
  for (let block: usize = 0; block < end; block += 4 * b) {
    let twiddle = twiddles
    for (let at = block; at < block + b; at += 16) {
      const xr = v128.load(re + at + b)
      const xi = v128.load(im + at + b)
      const c1 = v128.load(twiddle)
      const s1 = v128.load(twiddle, 16)
      const br = f32x4.add(f32x4.mul(xr, c1), f32x4.mul(xi, s1))
      const bi = f32x4.sub(f32x4.mul(xi, c1), f32x4.mul(xr, s1))
      const zr = v128.load(re + at + d)
      const zi = v128.load(im + at + d)
      const c3 = v128.load(twiddle, 64)
      const s3 = v128.load(twiddle, 80)
      const dr = f32x4.add(f32x4.mul(zr, c3), f32x4.mul(zi, s3))
      const di = f32x4.sub(f32x4.mul(zi, c3), f32x4.mul(zr, s3))
      const sumBdR = f32x4.add(br, dr)
      const sumBdI = f32x4.add(bi, di)
      const difBdR = f32x4.sub(br, dr)
      const difBdI = f32x4.sub(bi, di)
      const yr = v128.load(re + at + c)
      const yi = v128.load(im + at + c)
      const c2 = v128.load(twiddle, 32)
      const s2 = v128.load(twiddle, 48)
      const cr = f32x4.add(f32x4.mul(yr, c2), f32x4.mul(yi, s2))
      const ci = f32x4.sub(f32x4.mul(yi, c2), f32x4.mul(yr, s2))
      const ar = v128.load(re + at)
      const ai = v128.load(im + at)
      const sumAcR = f32x4.add(ar, cr)
      const sumAcI = f32x4.add(ai, ci)
      const difAcR = f32x4.sub(ar, cr)
      const difAcI = f32x4.sub(ai, ci)
      v128.store(re + at, f32x4.add(sumAcR, sumBdR))
      v128.store(im + at, f32x4.add(sumAcI, sumBdI))
      v128.store(re + at + b, f32x4.add(difAcR, difBdI))
      v128.store(im + at + b, f32x4.sub(difAcI, difBdR))
      v128.store(re + at + c, f32x4.sub(sumAcR, sumBdR))
      v128.store(im + at + c, f32x4.sub(sumAcI, sumBdI))
      v128.store(re + at + d, f32x4.sub(difAcR, difBdI))
      v128.store(im + at + d, f32x4.add(difAcI, difBdR))
      twiddle += 96
    }
  }
}

/** {@link combineQuarters4} for a quarter of 2, two transforms at a time: lanes 0 and 1 belong to the first. */
export function combinePairs(re: usize, im: usize, size: i32, twiddles: usize): void {
  const c1 = v128.load(twiddles)
  const s1 = v128.load(twiddles, 16)
  const c2 = v128.load(twiddles, 32)
  const s2 = v128.load(twiddles, 48)
  const c3 = v128.load(twiddles, 64)
  const s3 = v128.load(twiddles, 80)
  const end = (<usize>size) << 2
  for (let at: usize = 0; at < end; at += 64) {
    const r0 = v128.load(re + at)
    const r1 = v128.load(re + at, 16)
    const r2 = v128.load(re + at, 32)
    const r3 = v128.load(re + at, 48)
    const i0 = v128.load(im + at)
    const i1 = v128.load(im + at, 16)
    const i2 = v128.load(im + at, 32)
    const i3 = v128.load(im + at, 48)
    const ar = v128.shuffle<i64>(r0, r2, 0, 2)
    const ai = v128.shuffle<i64>(i0, i2, 0, 2)
    const xr = v128.shuffle<i64>(r0, r2, 1, 3)
    const xi = v128.shuffle<i64>(i0, i2, 1, 3)
    const yr = v128.shuffle<i64>(r1, r3, 0, 2)
    const yi = v128.shuffle<i64>(i1, i3, 0, 2)
    const zr = v128.shuffle<i64>(r1, r3, 1, 3)
    const zi = v128.shuffle<i64>(i1, i3, 1, 3)
    const br = f32x4.add(f32x4.mul(xr, c1), f32x4.mul(xi, s1))
    const bi = f32x4.sub(f32x4.mul(xi, c1), f32x4.mul(xr, s1))
    const cr = f32x4.add(f32x4.mul(yr, c2), f32x4.mul(yi, s2))
    const ci = f32x4.sub(f32x4.mul(yi, c2), f32x4.mul(yr, s2))
    const dr = f32x4.add(f32x4.mul(zr, c3), f32x4.mul(zi, s3))
    const di = f32x4.sub(f32x4.mul(zi, c3), f32x4.mul(zr, s3))
    const sumAcR = f32x4.add(ar, cr)
    const sumAcI = f32x4.add(ai, ci)
    const difAcR = f32x4.sub(ar, cr)
    const difAcI = f32x4.sub(ai, ci)
    const sumBdR = f32x4.add(br, dr)
    const sumBdI = f32x4.add(bi, di)
    const difBdR = f32x4.sub(br, dr)
    const difBdI = f32x4.sub(bi, di)
    storePairs(re + at, f32x4.add(sumAcR, sumBdR), f32x4.add(difAcR, difBdI), 0)
    storePairs(re + at, f32x4.sub(sumAcR, sumBdR), f32x4.sub(difAcR, difBdI), 16)
    storePairs(im + at, f32x4.add(sumAcI, sumBdI), f32x4.sub(difAcI, difBdR), 0)
    storePairs(im + at, f32x4.sub(sumAcI, sumBdI), f32x4.add(difAcI, difBdR), 16)
  }
}

function storePairs(to: usize, a: v128, b: v128, offset: usize): void {
  v128.store(to + offset, v128.shuffle<i64>(a, b, 0, 2))
  v128.store(to + offset + 32, v128.shuffle<i64>(a, b, 1, 3))
}

/** {@link combineQuarters4} for a quarter of 1, without twiddles, four transforms at a time. */
export function combineSingles4(re: usize, im: usize, size: i32): void {
  const end = (<usize>size) << 2
  for (let at: usize = 0; at < end; at += 64) {
    transpose(re + at)
    transpose(im + at)
    const ar = v128.load(re + at)
    const ai = v128.load(im + at)
    const br = v128.load(re + at, 16)
    const bi = v128.load(im + at, 16)
    const cr = v128.load(re + at, 32)
    const ci = v128.load(im + at, 32)
    const dr = v128.load(re + at, 48)
    const di = v128.load(im + at, 48)
    const sumAcR = f32x4.add(ar, cr)
    const sumAcI = f32x4.add(ai, ci)
    const difAcR = f32x4.sub(ar, cr)
    const difAcI = f32x4.sub(ai, ci)
    const sumBdR = f32x4.add(br, dr)
    const sumBdI = f32x4.add(bi, di)
    const difBdR = f32x4.sub(br, dr)
    const difBdI = f32x4.sub(bi, di)
    v128.store(re + at, f32x4.add(sumAcR, sumBdR))
    v128.store(im + at, f32x4.add(sumAcI, sumBdI))
    v128.store(re + at, f32x4.add(difAcR, difBdI), 16)
    v128.store(im + at, f32x4.sub(difAcI, difBdR), 16)
    v128.store(re + at, f32x4.sub(sumAcR, sumBdR), 32)
    v128.store(im + at, f32x4.sub(sumAcI, sumBdI), 32)
    v128.store(re + at, f32x4.sub(difAcR, difBdI), 48)
    v128.store(im + at, f32x4.add(difAcI, difBdR), 48)
    transpose(re + at)
    transpose(im + at)
  }
}

/** Transposes a matrix of 4 × 4 floats in place. */
export function transpose(at: usize): void {
  const a = v128.load(at)
  const b = v128.load(at, 16)
  const c = v128.load(at, 32)
  const d = v128.load(at, 48)
  const abLow = v128.shuffle<i32>(a, b, 0, 4, 1, 5)
  const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7)
  const cdLow = v128.shuffle<i32>(c, d, 0, 4, 1, 5)
  const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7)
  v128.store(at, v128.shuffle<i64>(abLow, cdLow, 0, 2))
  v128.store(at, v128.shuffle<i64>(abLow, cdLow, 1, 3), 16)
  v128.store(at, v128.shuffle<i64>(abHigh, cdHigh, 0, 2), 32)
  v128.store(at, v128.shuffle<i64>(abHigh, cdHigh, 1, 3), 48)
}
