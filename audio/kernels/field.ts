// The field of embedding/field.ts in four lanes, compiled by AssemblyScript. Positions are planar float32, three axes of
// `stride` bytes, filled up to a whole vector with points so far out that they push nobody.
const lanes = 4

/**
 * What fixed points do to one more.
 * @param out four float32, overwritten: the sum of q, and of q² times the difference along each axis
 */
export function fieldAt(count: i32, stride: usize, positions: usize, x: f32, y: f32, z: f32, out: usize): void {
  const one = f32x4.splat(1)
  const xi = f32x4.splat(x)
  const yi = f32x4.splat(y)
  const zi = f32x4.splat(z)
  let sum = f32x4.splat(0)
  let fx = f32x4.splat(0)
  let fy = f32x4.splat(0)
  let fz = f32x4.splat(0)
  let at = positions
  for (let j = 0; j < count; j += lanes) {
    const dx = f32x4.sub(xi, v128.load(at))
    const dy = f32x4.sub(yi, v128.load(at + stride))
    const dz = f32x4.sub(zi, v128.load(at + 2 * stride))
    const squared = f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.add(f32x4.mul(dz, dz), one))
    const q = f32x4.div(one, squared)
    const qq = f32x4.mul(q, q)
    sum = f32x4.add(sum, q)
    fx = f32x4.add(fx, f32x4.mul(qq, dx))
    fy = f32x4.add(fy, f32x4.mul(qq, dy))
    fz = f32x4.add(fz, f32x4.mul(qq, dz))
    at += 16
  }
  store<f32>(out, total(sum))
  store<f32>(out, total(fx), 4)
  store<f32>(out, total(fy), 8)
  store<f32>(out, total(fz), 12)
}

/** The sum over the lanes, always in the same order. */
function total(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
}
