// The attraction of embedding/attraction.ts, compiled by AssemblyScript: one pair after the other, in the same order.
// Positions and gradient are planar doubles, `stride` bytes an axis; from, to and p are the arrays of the affinities.

/** Adds exaggeration * P * q times their difference for every pair of P, in three dimensions. */
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
    move(gradient + i, gradient + j, pull * dx)
    move(gradient + stride + i, gradient + stride + j, pull * dy)
    move(gradient + 2 * stride + i, gradient + 2 * stride + j, pull * dz)
  }
}

/** {@link attract3} in two dimensions. */
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
    move(gradient + i, gradient + j, pull * dx)
    move(gradient + stride + i, gradient + stride + j, pull * dy)
  }
}

function move(own: usize, other: usize, by: f64): void {
  store<f64>(own, load<f64>(own) + by)
  store<f64>(other, load<f64>(other) - by)
}
