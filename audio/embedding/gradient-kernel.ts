import { openArena } from '../simd.ts'
import type { Affinities } from './affinities.ts'
import type { Gradient } from './gradient.ts'
import { shares } from './repulsion.ts'

/** Where the points beyond the last one lie: so far out that squares are infinite in single precision, and q is 0. */
const farAway = 1e20

/** A gradient by the SIMD kernels, bit for bit that of plain TypeScript. */
export function kernelGradient({ from, to, p }: Affinities, count: number, dims: number): Gradient {
  // The last vector of a row of pairs reaches up to three points beyond the last one.
  const stride = Math.ceil((count + 3) / 4) * 4
  const { kernels, f32, f64, putF64, putI32 } = openArena(dims * stride * 24 + p.length * 16 + 256)
  const { repelShare, attract } =
    dims === 3
      ? { repelShare: kernels.repelShare3, attract: kernels.attract3 }
      : { repelShare: kernels.repelShare2, attract: kernels.attract2 }
  const positions = f64(dims * stride)
  const sum = f64(dims * stride)
  const places = f32(dims * stride).fill(farAway)
  const share = f32(dims * stride)
  const pairs = { from: putI32(from), to: putI32(to), p: putF64(p) }

  return (values, exaggeration, gradient) => {
    for (let d = 0; d < dims; d++) {
      const axis = values.subarray(d * count, (d + 1) * count)
      positions.set(axis, d * stride)
      places.set(axis, d * stride)
    }
    sum.fill(0)
    let z = 0
    for (let piece = 0; piece < shares; piece++) {
      z += repelShare(piece, shares, count, stride * 4, places.byteOffset, share.byteOffset)
      kernels.addShare(share.byteOffset, sum.byteOffset, sum.length)
    }
    const scale = -1 / (2 * z)
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) * scale
    attract(p.length, pairs.from, pairs.to, pairs.p, exaggeration, stride * 8, positions.byteOffset, sum.byteOffset)
    for (let d = 0; d < dims; d++) gradient.set(sum.subarray(d * stride, d * stride + count), d * count)
  }
}
