// The transform of audio/fft.ts on two signals at once, one in each lane of f64x2, compiled by AssemblyScript. Every
// lane goes through the very operations of the TypeScript path, so both give the same bits.

/**
 * One stage: every four neighboring transforms of `quarter` bins become one of four times that.
 * @param data `size` complex numbers, digit-reversed: a vector of real parts, then one of imaginary parts
 * @param cos cos(2πk / size) for k below size, doubles; `sin` alike
 */
export function combineQuarters(data: usize, size: i32, quarter: i32, cos: usize, sin: usize): void {
  const step = (<usize>(size / (4 * quarter))) << 3
  const b = (<usize>quarter) << 5
  const c = b + b
  const d = c + b
  for (let block = 0; block < size; block += 4 * quarter) {
    let r = data + ((<usize>block) << 5)
    let turn: usize = 0
    for (let j = 0; j < quarter; j++) {
      const c1 = v128.load_splat<f64>(cos + turn)
      const s1 = v128.load_splat<f64>(sin + turn)
      const c2 = v128.load_splat<f64>(cos + 2 * turn)
      const s2 = v128.load_splat<f64>(sin + 2 * turn)
      const c3 = v128.load_splat<f64>(cos + 3 * turn)
      const s3 = v128.load_splat<f64>(sin + 3 * turn)
      const ar = v128.load(r)
      const ai = v128.load(r, 16)
      const xr = v128.load(r + b)
      const xi = v128.load(r + b, 16)
      const yr = v128.load(r + c)
      const yi = v128.load(r + c, 16)
      const zr = v128.load(r + d)
      const zi = v128.load(r + d, 16)
      const br = f64x2.add(f64x2.mul(xr, c1), f64x2.mul(xi, s1))
      const bi = f64x2.sub(f64x2.mul(xi, c1), f64x2.mul(xr, s1))
      const cr = f64x2.add(f64x2.mul(yr, c2), f64x2.mul(yi, s2))
      const ci = f64x2.sub(f64x2.mul(yi, c2), f64x2.mul(yr, s2))
      const dr = f64x2.add(f64x2.mul(zr, c3), f64x2.mul(zi, s3))
      const di = f64x2.sub(f64x2.mul(zi, c3), f64x2.mul(zr, s3))
      const sumAcR = f64x2.add(ar, cr)
      const sumAcI = f64x2.add(ai, ci)
      const difAcR = f64x2.sub(ar, cr)
      const difAcI = f64x2.sub(ai, ci)
      const sumBdR = f64x2.add(br, dr)
      const sumBdI = f64x2.add(bi, di)
      const difBdR = f64x2.sub(br, dr)
      const difBdI = f64x2.sub(bi, di)
      v128.store(r, f64x2.add(sumAcR, sumBdR))
      v128.store(r, f64x2.add(sumAcI, sumBdI), 16)
      v128.store(r + b, f64x2.add(difAcR, difBdI))
      v128.store(r + b, f64x2.sub(difAcI, difBdR), 16)
      v128.store(r + c, f64x2.sub(sumAcR, sumBdR))
      v128.store(r + c, f64x2.sub(sumAcI, sumBdI), 16)
      v128.store(r + d, f64x2.sub(difAcR, difBdI))
      v128.store(r + d, f64x2.add(difAcI, difBdR), 16)
      r += 32
      turn += step
    }
  }
}

/** The two floats at `a` and `b` as doubles, one in each lane. */
export function pair(a: usize, b: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load_lane<f32>(b, v128.load_zero<f32>(a), 1))
}
