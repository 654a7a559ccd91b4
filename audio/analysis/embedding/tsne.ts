import { throwIfCancelled } from '../../dsp/cancellation.ts'
import { cosine, exponential, logarithm, sine } from '../../dsp/deterministic-math.ts'
import { type Backend, bestBackend } from '../../dsp/wasm-kernels.ts'
import type { Affinities } from './affinities.ts'
import { createGradient } from './gradient.ts'
import { centerPoints, type Points } from './points.ts'
import { createProximalTerm } from './proximal-term.ts'
import type { WorkerPool } from './tsne-worker-pool.ts'

export const TSNE_ITERATIONS = 500
/** While exaggeration falls from its start to 1; afterwards the form only settles. */
const ANNEALING_ITERATIONS = 300
const EARLY_EXAGGERATION = 12
const momentum = { annealing: 0.8, settling: 0.9 }
const MIN_GAIN = 0.01
const REFINE_RATE_PER_POINT = 2
/** Far below the standard deviation of the start, which is 1. */
const SPREAD_RADIUS = 1e-4

/** Called with the points themselves, every ten iterations from 0 to the last; copy what should be kept. */
export type SnapshotCallback = (points: Points, iteration: number, iterations: number) => void
export const ITERATIONS_PER_SNAPSHOT = 10

/**
 * Exact t-SNE (van der Maaten & Hinton 2008), annealed: exaggeration falls geometrically from 12 to 1 over the
 * first 300 of 500 iterations, with a learning rate of N / exaggeration (Linderman & Steinerberger 2019), and the form
 * is held back while it unfolds (hold.ts), so that a small change of the features is a small change of the form.
 * Nothing is random: same input, same bits.
 * @param start 2D or 3D, the first axis with standard deviation 1; not changed. Points that all lie at the origin have
 * no differences to follow: they are spread evenly and stay
 * @returns planar points, centered
 */
export function runTsne(
  affinities: Affinities,
  start: Points,
  onStill?: SnapshotCallback,
  by: Backend | WorkerPool = bestBackend(),
): Points {
  const points: Points = { ...start, values: start.values.slice() }
  const allAlike = points.values.every((x) => x === 0)
  spreadApart(points, allAlike ? 1 : SPREAD_RADIUS)
  const descend = createGradientDescent(affinities, points, by)
  const hold = createProximalTerm(points)
  onStill?.(points, 0, TSNE_ITERATIONS)
  for (let iteration = 1; iteration <= TSNE_ITERATIONS; iteration++) {
    if (!allAlike) {
      const exaggeration = exponential(
        logarithm(EARLY_EXAGGERATION) * Math.max(0, 1 - (iteration - 1) / ANNEALING_ITERATIONS),
      )
      const keep = iteration <= ANNEALING_ITERATIONS ? momentum.annealing : momentum.settling
      descend(exaggeration, points.count / exaggeration, keep, (gradient) => hold(iteration, gradient))
    }
    if (iteration % ITERATIONS_PER_SNAPSHOT === 0) onStill?.(points, iteration, TSNE_ITERATIONS)
  }
  return points
}

/**
 * A few iterations more, without exaggeration, from places that are nearly right.
 * @param points moved, in place
 */
export function refineEmbedding(
  affinities: Affinities,
  points: Points,
  steps: number,
  onStill?: SnapshotCallback,
  by: Backend | WorkerPool = bestBackend(),
): void {
  const descend = createGradientDescent(affinities, points, by)
  for (let step = 1; step <= steps; step++) {
    descend(1, REFINE_RATE_PER_POINT * points.count, momentum.annealing)
    if (step % ITERATIONS_PER_SNAPSHOT === 0) onStill?.(points, step, steps)
  }
}

/** Moves the points, in place and centered, by one step of gradient descent with momentum and gains (Jacobs 1988). */
function createGradientDescent(affinities: Affinities, points: Points, by: Backend | WorkerPool) {
  const { values } = points
  const klGradient = createGradient(affinities, points.count, points.dims, by)
  const gradient = new Float64Array(values.length)
  const velocity = new Float64Array(values.length)
  const gains = new Float64Array(values.length).fill(1)
  return (exaggeration: number, rate: number, keep: number, hold?: (gradient: Float64Array) => void): void => {
    throwIfCancelled()
    klGradient(values, exaggeration, gradient)
    hold?.(gradient)
    for (let i = 0; i < values.length; i++) {
      const slope = gradient[i]!
      const before = velocity[i]!
      const gain = slope > 0 === before > 0 ? gains[i]! * 0.8 : gains[i]! + 0.2
      gains[i] = Math.max(gain, MIN_GAIN)
      velocity[i] = keep * before - rate * gains[i]! * slope
      values[i]! += velocity[i]!
    }
    centerPoints(points)
  }
}

/**
 * Chunks that sound exactly alike start at the same place and would stay there, one box hiding the others: each
 * point moves by a hair in a direction of its own, along a golden spiral (on the sphere in 3D).
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
