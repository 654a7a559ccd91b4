// The repulsion of embedding/repulsion.ts in four lanes, compiled by AssemblyScript. Positions and forces are planar,
// `stride` bytes an axis, with padding for one more vector: the caller puts the padding points at 1e20, where squared
// distances are infinite and forces 0.
const lanes = 4

/**
 * One of `pieces` shares of all pairs: the points piece, piece + pieces, piece + 2 * pieces ... with all later points.
 * @param share overwritten: the planar forces of this share
 * @returns the sum of q over these pairs, each once
 */
export function repelShare3(piece: i32, pieces: i32, count: i32, stride: usize, positions: usize, share: usize): f64 {
  memory.fill(share, 0, 3 * stride)
  const one = f32x4.splat(1)
  let z: f64 = 0
  for (let i = piece; i < count; i += pieces) {
    const own = positions + ((<usize>i) << 2)
    const xi = f32x4.splat(load<f32>(own))
    const yi = f32x4.splat(load<f32>(own + stride))
    const zi = f32x4.splat(load<f32>(own + 2 * stride))
    let fx = f32x4.splat(0)
    let fy = f32x4.splat(0)
    let fz = f32x4.splat(0)
    let sum = f32x4.splat(0)
    let at = own + 4
    let to = share + ((<usize>i + 1) << 2)
    for (let j = i + 1; j < count; j += lanes) {
      const dx = f32x4.sub(xi, v128.load(at))
      const dy = f32x4.sub(yi, v128.load(at + stride))
      const dz = f32x4.sub(zi, v128.load(at + 2 * stride))
      const squared = f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.add(f32x4.mul(dz, dz), one))
      const q = f32x4.div(one, squared)
      sum = f32x4.add(sum, q)
      const qq = f32x4.mul(q, q)
      const px = f32x4.mul(qq, dx)
      const py = f32x4.mul(qq, dy)
      const pz = f32x4.mul(qq, dz)
      fx = f32x4.add(fx, px)
      fy = f32x4.add(fy, py)
      fz = f32x4.add(fz, pz)
      v128.store(to, f32x4.sub(v128.load(to), px))
      v128.store(to + stride, f32x4.sub(v128.load(to + stride), py))
      v128.store(to + 2 * stride, f32x4.sub(v128.load(to + 2 * stride), pz))
      at += 16
      to += 16
    }
    const mine = share + ((<usize>i) << 2)
    store<f32>(mine, load<f32>(mine) + total(fx))
    store<f32>(mine + stride, load<f32>(mine + stride) + total(fy))
    store<f32>(mine + 2 * stride, load<f32>(mine + 2 * stride) + total(fz))
    z += <f64>total(sum)
  }
  return z
}

/** {@link repelShare3} in 2D. */
export function repelShare2(piece: i32, pieces: i32, count: i32, stride: usize, positions: usize, share: usize): f64 {
  memory.fill(share, 0, 2 * stride)
  const one = f32x4.splat(1)
  let z: f64 = 0
  for (let i = piece; i < count; i += pieces) {
    const own = positions + ((<usize>i) << 2)
    const xi = f32x4.splat(load<f32>(own))
    const yi = f32x4.splat(load<f32>(own + stride))
    let fx = f32x4.splat(0)
    let fy = f32x4.splat(0)
    let sum = f32x4.splat(0)
    let at = own + 4
    let to = share + ((<usize>i + 1) << 2)
    for (let j = i + 1; j < count; j += lanes) {
      const dx = f32x4.sub(xi, v128.load(at))
      const dy = f32x4.sub(yi, v128.load(at + stride))
      const squared = f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), one)
      const q = f32x4.div(one, squared)
      sum = f32x4.add(sum, q)
      const qq = f32x4.mul(q, q)
      const px = f32x4.mul(qq, dx)
      const py = f32x4.mul(qq, dy)
      fx = f32x4.add(fx, px)
      fy = f32x4.add(fy, py)
      v128.store(to, f32x4.sub(v128.load(to), px))
      v128.store(to + stride, f32x4.sub(v128.load(to + stride), py))
      at += 16
      to += 16
    }
    const mine = share + ((<usize>i) << 2)
    store<f32>(mine, load<f32>(mine) + total(fx))
    store<f32>(mine + stride, load<f32>(mine + stride) + total(fy))
    z += <f64>total(sum)
  }
  return z
}

/** The sum over the lanes, in the order of the reference. */
function total(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
}

/**
 * Adds the forces of a share to the sum over shares, which are doubles.
 * @param length even
 */
export function addShare(share: usize, sum: usize, length: i32): void {
  for (let i = 0; i < length; i += 2) {
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.promote_low_f32x4(v128.load_zero<f64>(share))))
    share += 8
    sum += 16
  }
}
