import { type Backend, bestBackend } from '../../dsp/wasm-kernels.ts'
import type { Affinities } from './affinities.ts'
import { createSimdGradient } from './gradient-adapter.ts'
import { createPlainRepulsion } from './repulsion.ts'
import type { WorkerPool } from './tsne-worker-pool.ts'

/**
 * The gradient of the KL divergence without its factor 4 (van der Maaten & Hinton 2008, eq. 5): attraction over
 * the pairs of P times the exaggeration, minus repulsion over all pairs divided by Z.
 * @param values planar, dims × count
 * @param gradient planar, dims × count, overwritten
 */
export type Gradient = (values: Float64Array, exaggeration: number, gradient: Float64Array) => void

/**
 * Makes a {@link Gradient} with its own workspace.
 * @param dims 2 or 3
 * @param by either path, or the kernels with further workers: all give the same bits
 */
export function createGradient(
  affinities: Affinities,
  count: number,
  dims: number,
  by: Backend | WorkerPool = bestBackend(),
): Gradient {
  if (by === 'plain') return createPlainGradient(affinities, count, dims)
  return createSimdGradient(affinities, count, dims, by === 'simd' ? undefined : by)
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

type Attraction = (
  affinities: Affinities,
  values: Float64Array,
  count: number,
  exaggeration: number,
  gradient: Float64Array,
) => void

const attract2: Attraction = ({ from, to, p }, values, count, exaggeration, gradient) => {
  for (let e = 0; e < p.length; e++) {
    const i = from[e]!
    const j = to[e]!
    const dx = values[i]! - values[j]!
    const dy = values[count + i]! - values[count + j]!
    const pull = (exaggeration * p[e]!) / (1 + dx * dx + dy * dy)
    gradient[i]! += pull * dx
    gradient[j]! -= pull * dx
    gradient[count + i]! += pull * dy
    gradient[count + j]! -= pull * dy
  }
}

const attract3: Attraction = ({ from, to, p }, values, count, exaggeration, gradient) => {
  const second = 2 * count
  for (let e = 0; e < p.length; e++) {
    const i = from[e]!
    const j = to[e]!
    const dx = values[i]! - values[j]!
    const dy = values[count + i]! - values[count + j]!
    const dz = values[second + i]! - values[second + j]!
    const pull = (exaggeration * p[e]!) / (1 + dx * dx + dy * dy + dz * dz)
    gradient[i]! += pull * dx
    gradient[j]! -= pull * dx
    gradient[count + i]! += pull * dy
    gradient[count + j]! -= pull * dy
    gradient[second + i]! += pull * dz
    gradient[second + j]! -= pull * dz
  }
}
