// The attraction of embedding/attraction.ts, compiled by AssemblyScript: the same pairs in the same order.
// Positions and gradient are planar doubles, `stride` bytes an axis; `from`, `to` and `p` are the arrays of the affinities.

/** Adds for every pair of P, in 3D, exaggeration * P * q times the difference of its points. */
export function attract3(
  pairs: i32,
  from: usize,
  to: usize,
  p: usize,
  exaggeration: f64,
  stride: usize,
  positions: usize,
  gradient: usize,
): void {
  for (let e = 0; e < pairs; e++) {
    const i = (<usize>load<i32>(from + ((<usize>e) << 2))) << 3
    const j = (<usize>load<i32>(to + ((<usize>e) << 2))) << 3
    const dx = load<f64>(positions + i) - load<f64>(positions + j)
    const dy = load<f64>(positions + stride + i) - load<f64>(positions + stride + j)
    const dz = load<f64>(positions + 2 * stride + i) - load<f64>(positions + 2 * stride + j)
    const pull = (exaggeration * load<f64>(p + ((<usize>e) << 3))) / (1 + dx * dx + dy * dy + dz * dz)
    addForce(gradient + i, gradient + j, pull * dx)
    addForce(gradient + stride + i, gradient + stride + j, pull * dy)
    addForce(gradient + 2 * stride + i, gradient + 2 * stride + j, pull * dz)
  }
}

/** {@link attract3} in 2D. */
export function attract2(
  pairs: i32,
  from: usize,
  to: usize,
  p: usize,
  exaggeration: f64,
  stride: usize,
  positions: usize,
  gradient: usize,
): void {
  for (let e = 0; e < pairs; e++) {
    const i = (<usize>load<i32>(from + ((<usize>e) << 2))) << 3
    const j = (<usize>load<i32>(to + ((<usize>e) << 2))) << 3
    const dx = load<f64>(positions + i) - load<f64>(positions + j)
    const dy = load<f64>(positions + stride + i) - load<f64>(positions + stride + j)
    const pull = (exaggeration * load<f64>(p + ((<usize>e) << 3))) / (1 + dx * dx + dy * dy)
    addForce(gradient + i, gradient + j, pull * dx)
    addForce(gradient + stride + i, gradient + stride + j, pull * dy)
  }
}

function addForce(own: usize, other: usize, force: f64): void {
  store<f64>(own, load<f64>(own) + force)
  store<f64>(other, load<f64>(other) - force)
}
