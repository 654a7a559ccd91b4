import { throwIfCancelled } from '../../dsp/cancellation.ts'
import { cosine, exponential, logarithm, sine } from '../../dsp/deterministic-math.ts'
import { type Backend, selectBackend } from '../../dsp/wasm-kernels.ts'
import type { Affinities } from './affinities.ts'
import { createGradient } from './gradient.ts'
import { centerPoints, type Points } from './points.ts'
import { createProximalTerm } from './proximal-term.ts'
import type { WorkerPool } from './tsne-worker-pool.ts'

export const TSNE_ITERATIONS = 500
/** Exaggeration falls from its start to 1 during these. */
const ANNEALING_ITERATIONS = 300
const EARLY_EXAGGERATION = 12
/** From the next iteration on, a form follows its settling affinities. */
const SETTLING_ITERATION = 350
const momentum = { annealing: 0.8, settling: 0.9 }
const MIN_GAIN = 0.01
const REFINE_RATE_PER_POINT = 2
/** Far below 1, the standard deviation of the start. */
const SPREAD_RADIUS = 1e-4

/**
 * The affinities of a song's form; `settling`, of a larger perplexity, are those of its last 150 iterations. With them the
 * 3D form has fewer false neighbors (openTSNE changes the perplexity midway, too: "perplexity annealing").
 */
export type FormAffinities = { pairs: Affinities; settling: Affinities }

/** Called every ten iterations from 0 to the last with the points themselves: copy them to keep them. */
export type SnapshotCallback = (points: Points, iteration: number, iterations: number) => void
export const ITERATIONS_PER_SNAPSHOT = 10

/**
 * Exact t-SNE (van der Maaten & Hinton 2008), annealed: exaggeration falls geometrically from 12 to 1 over the
 * first 300 of 500 iterations, with a learning rate of N / exaggeration (Linderman & Steinerberger 2019). A proximal term
 * (proximal-term.ts) makes a small change of the features a small change of the form. Deterministic: same input, same
 * bits.
 * @param affinities one P, or two of a form
 * @param start 2D or 3D, the first axis with standard deviation 1; not changed. Points that all lie at the origin are
 * spread evenly and do not move
 * @returns planar points, centered
 */
export function runTsne(
  affinities: Affinities | FormAffinities,
  start: Points,
  onSnapshot?: SnapshotCallback,
  executor: Backend | WorkerPool = selectBackend(),
): Points {
  const points: Points = { ...start, values: start.values.slice() }
  const allAtOrigin = points.values.every((x) => x === 0)
  spreadApart(points, allAtOrigin ? 1 : SPREAD_RADIUS)
  const { pairs, settling } = 'pairs' in affinities ? affinities : { pairs: affinities, settling: undefined }
  const { descend, follow } = createGradientDescent(pairs, points, executor)
  const addProximalTerm = createProximalTerm(points)
  onSnapshot?.(points, 0, TSNE_ITERATIONS)
  for (let iteration = 1; iteration <= TSNE_ITERATIONS; iteration++) {
    if (!allAtOrigin) {
      if (settling && iteration === SETTLING_ITERATION + 1) follow(settling)
      const exaggeration = exponential(
        logarithm(EARLY_EXAGGERATION) * Math.max(0, 1 - (iteration - 1) / ANNEALING_ITERATIONS),
      )
      const decay = iteration <= ANNEALING_ITERATIONS ? momentum.annealing : momentum.settling
      descend(exaggeration, points.count / exaggeration, decay, (gradient) => addProximalTerm(iteration, gradient))
    }
    if (iteration % ITERATIONS_PER_SNAPSHOT === 0) onSnapshot?.(points, iteration, TSNE_ITERATIONS)
  }
  return points
}

/**
 * Some iterations without exaggeration, from positions near the result.
 * @param points moved in place
 */
export function refineEmbedding(
  affinities: Affinities,
  points: Points,
  steps: number,
  onSnapshot?: SnapshotCallback,
  executor: Backend | WorkerPool = selectBackend(),
): void {
  const { descend } = createGradientDescent(affinities, points, executor)
  for (let step = 1; step <= steps; step++) {
    descend(1, REFINE_RATE_PER_POINT * points.count, momentum.annealing)
    if (step % ITERATIONS_PER_SNAPSHOT === 0) onSnapshot?.(points, step, steps)
  }
}

/**
 * Gradient descent with momentum and gains (Jacobs 1988). `descend` makes a step that moves the points in place and centers
 * them, `follow` changes the affinities.
 */
function createGradientDescent(affinities: Affinities, points: Points, executor: Backend | WorkerPool) {
  const { values } = points
  let klGradient = createGradient(affinities, points.count, points.dims, executor)
  const gradient = new Float64Array(values.length)
  const velocity = new Float64Array(values.length)
  const gains = new Float64Array(values.length).fill(1)
  const descend = (
    exaggeration: number,
    rate: number,
    decay: number,
    addTerm?: (gradient: Float64Array) => void,
  ): void => {
    throwIfCancelled()
    klGradient(values, exaggeration, gradient)
    addTerm?.(gradient)
    for (let i = 0; i < values.length; i++) {
      const slope = gradient[i]!
      const before = velocity[i]!
      const gain = slope > 0 === before > 0 ? gains[i]! * 0.8 : gains[i]! + 0.2
      gains[i] = Math.max(gain, MIN_GAIN)
      velocity[i] = decay * before - rate * gains[i]! * slope
      values[i]! += velocity[i]!
    }
    centerPoints(points)
  }
  const follow = (next: Affinities): void => {
    klGradient = createGradient(next, points.count, points.dims, executor)
  }
  return { descend, follow }
}

/**
 * Moves each point by a tiny step in its own direction, along a golden spiral (on the sphere in 3D): chunks with equal
 * features start at one place and would stay there.
 */
function spreadApart({ count, dims, values }: Points, size: number): void {
  const goldenAngle = Math.PI * (3 - Math.sqrt(5))
  for (let i = 0; i < count; i++) {
    const height = dims === 3 ? 1 - (2 * i + 1) / count : 0
    const radius = dims === 3 ? Math.sqrt(1 - height * height) : Math.sqrt((i + 0.5) / count)
    const shift = [radius * cosine(goldenAngle * i), radius * sine(goldenAngle * i), height]
    for (let d = 0; d < dims; d++) {
      values[d * count + i]! += size * shift[d]!
    }
  }
}
