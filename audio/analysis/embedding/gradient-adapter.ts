import { type KernelMemory, openKernelMemory } from '../../dsp/wasm-kernels.ts'
import type { Affinities } from './affinities.ts'
import type { Gradient } from './gradient.ts'
import { type RepulsionRun, SHARE_COUNT } from './repulsion.ts'
import { computePoolBytes, createPoolCoordinator, type WorkerPool } from './tsne-worker-pool.ts'

/** Where the points beyond the last one lie: so far out that squares are infinite in single precision, and q is 0. */
const PADDING_COORDINATE = 1e20

/** The last vector of a row of pairs reaches up to three points beyond the last one. */
const computeStride = (count: number): number => Math.ceil((count + 3) / 4) * 4

/** What a gradient of so many pairs needs. */
const computeGradientBytes = (dims: number, stride: number, pairs: number): number =>
  dims * stride * 32 + pairs * 16 + 512

/**
 * The memory a crew needs for the gradients of a song.
 * @param pairs at most so many
 */
export const computePoolMemoryBytes = (count: number, pairs: number): number =>
  computeGradientBytes(3, computeStride(count), pairs) + computePoolBytes(3, computeStride(count))

/** A gradient by the SIMD kernels, bit for bit that of plain TypeScript. */
export function createSimdGradient(
  { from, to, p }: Affinities,
  count: number,
  dims: number,
  crew: WorkerPool | undefined,
): Gradient {
  const stride = computeStride(count)
  const bytes = computeGradientBytes(dims, stride, p.length)
  const { arena, repelling } = crew
    ? createPoolCoordinator(crew, bytes, count, dims, stride)
    : createSequentialRepulsion(bytes, count, dims, stride)
  const { kernels, f32, f64, putF64, putI32 } = arena
  const attract = dims === 3 ? kernels.attract3 : kernels.attract2
  const positions = f64(dims * stride)
  const pulls = f64(dims * stride)
  const pushes = f64(dims * stride)
  const places = f32(dims * stride).fill(PADDING_COORDINATE)
  const pairs = { from: putI32(from), to: putI32(to), p: putF64(p) }
  const repel = repelling(places, pushes)

  return (values, exaggeration, gradient) => {
    for (let d = 0; d < dims; d++) {
      const axis = values.subarray(d * count, (d + 1) * count)
      positions.set(axis, d * stride)
      places.set(axis, d * stride)
    }
    repel.start()
    pulls.fill(0)
    attract(p.length, pairs.from, pairs.to, pairs.p, exaggeration, stride * 8, positions.byteOffset, pulls.byteOffset)
    pushes.fill(0)
    const scale = -1 / (2 * repel.finish())
    for (let d = 0; d < dims; d++) {
      for (let i = 0; i < count; i++) {
        const at = d * stride + i
        gradient[d * count + i] = pulls[at]! + pushes[at]! * scale
      }
    }
  }
}

/** One share after the other, in one place. */
function createSequentialRepulsion(bytes: number, count: number, dims: number, stride: number) {
  const arena: KernelMemory = openKernelMemory(bytes + dims * stride * 4)
  const { kernels } = arena
  const repelShare = dims === 3 ? kernels.repelShare3 : kernels.repelShare2
  const share = arena.f32(dims * stride)
  const repelling = (places: Float32Array, sum: Float64Array): RepulsionRun => ({
    start() {},
    finish() {
      let z = 0
      for (let piece = 0; piece < SHARE_COUNT; piece++) {
        z += repelShare(piece, SHARE_COUNT, count, stride * 4, places.byteOffset, share.byteOffset)
        kernels.addShare(share.byteOffset, sum.byteOffset, sum.length)
      }
      return z
    },
  })
  return { arena, repelling }
}
