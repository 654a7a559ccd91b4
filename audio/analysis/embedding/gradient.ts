import { type Backend, openKernelMemory, selectBackend } from '../../dsp/wasm-kernels.ts'
import type { Affinities } from './affinities.ts'
import { attract2, attract3 } from './attraction.ts'
import { createPlainRepulsion, type RepulsionRun, SHARE_COUNT } from './repulsion.ts'
import { computePoolBytes, createPoolCoordinator, type WorkerPool } from './tsne-worker-pool.ts'

/**
 * The gradient of the KL divergence without its factor 4 (van der Maaten & Hinton 2008, eq. 5): the attraction of the
 * pairs of P times the exaggeration, minus the repulsion of all pairs divided by Z.
 * @param values planar, dims × count
 * @param gradient planar, dims × count, overwritten
 */
export type Gradient = (values: Float64Array, exaggeration: number, gradient: Float64Array) => void

/**
 * @param dims 2 or 3
 * @param executor a backend, or a worker pool for the SIMD kernels; all give the same bits
 */
export function createGradient(
  affinities: Affinities,
  count: number,
  dims: number,
  executor: Backend | WorkerPool = selectBackend(),
): Gradient {
  if (executor === 'plain') return createPlainGradient(affinities, count, dims)
  return createSimdGradient(affinities, count, dims, executor === 'simd' ? undefined : executor)
}

function createPlainGradient(affinities: Affinities, count: number, dims: number): Gradient {
  const repel = createPlainRepulsion(count, dims)
  const attract = dims === 3 ? attract3 : attract2
  const forces = new Float64Array(dims * count)
  return (values, exaggeration, gradient) => {
    const scale = -1 / repel(values, forces)
    gradient.fill(0)
    attract(affinities, values, count, exaggeration, gradient)
    for (let i = 0; i < gradient.length; i++) {
      gradient[i]! += forces[i]! * scale
    }
  }
}

/** The smallest multiple of a vector that leaves three points after the last one: rows of pairs read up to there. */
const computeStride = (count: number): number => Math.ceil((count + 3) / 4) * 4

/** Coordinate of the points after the last one: far enough for an infinite squared distance in float32, so q is 0. */
const PADDING_COORDINATE = 1e20

/** Bytes of the arrays of a gradient. */
const computeGradientBytes = (dims: number, stride: number, pairs: number): number =>
  dims * stride * 32 + pairs * 16 + 512

/**
 * Bytes a worker pool needs for a song's gradients.
 * @param pairs of P at most
 */
export const computePoolMemoryBytes = (count: number, pairs: number): number =>
  computeGradientBytes(3, computeStride(count), pairs) + computePoolBytes(3, computeStride(count))

function createSimdGradient(
  { from, to, p }: Affinities,
  count: number,
  dims: number,
  pool: WorkerPool | undefined,
): Gradient {
  const stride = computeStride(count)
  const bytes = computeGradientBytes(dims, stride, p.length)
  const { memory, createRepulsion } = pool
    ? createPoolCoordinator(pool, bytes, count, dims, stride)
    : createSequentialRepulsion(bytes, count, dims, stride)
  const { kernels, f32, f64, putF64, putI32 } = memory
  const attract = dims === 3 ? kernels.attract3 : kernels.attract2
  const positions = f64(dims * stride)
  const attraction = f64(dims * stride)
  const repulsion = f64(dims * stride)
  const singlePositions = f32(dims * stride).fill(PADDING_COORDINATE)
  const pairs = { from: putI32(from), to: putI32(to), p: putF64(p) }
  const { start, finish } = createRepulsion(singlePositions, repulsion)

  return (values, exaggeration, gradient) => {
    for (let d = 0; d < dims; d++) {
      const axis = values.subarray(d * count, (d + 1) * count)
      positions.set(axis, d * stride)
      singlePositions.set(axis, d * stride)
    }
    start()
    attraction.fill(0)
    const bytesPerAxis = stride * 8
    attract(
      p.length,
      pairs.from,
      pairs.to,
      pairs.p,
      exaggeration,
      bytesPerAxis,
      positions.byteOffset,
      attraction.byteOffset,
    )
    repulsion.fill(0)
    const scale = -1 / (2 * finish())
    for (let d = 0; d < dims; d++) {
      for (let i = 0; i < count; i++) {
        const at = d * stride + i
        gradient[d * count + i] = attraction[at]! + repulsion[at]! * scale
      }
    }
  }
}

/** All shares of the repulsion one after another in this thread. */
function createSequentialRepulsion(bytes: number, count: number, dims: number, stride: number) {
  const memory = openKernelMemory(bytes + dims * stride * 4)
  const { kernels } = memory
  const repelShare = dims === 3 ? kernels.repelShare3 : kernels.repelShare2
  const share = memory.f32(dims * stride)
  const createRepulsion = (positions: Float32Array, forces: Float64Array): RepulsionRun => ({
    start() {},
    finish() {
      let z = 0
      for (let piece = 0; piece < SHARE_COUNT; piece++) {
        z += repelShare(piece, SHARE_COUNT, count, stride * 4, positions.byteOffset, share.byteOffset)
        kernels.addShare(share.byteOffset, forces.byteOffset, forces.length)
      }
      return z
    },
  })
  return { memory, createRepulsion }
}
