import { exponential, logarithm } from '../../dsp/deterministic-math.ts'
import type { Points } from './points.ts'

/** The reference form is renewed at this interval, for the last time where exaggeration ends. */
const REFERENCE_INTERVAL_ITERATIONS = 60
const LAST_REFERENCE_ITERATION = 300
/** Share of a point's whole attraction, about 1 / N: `first` up to an iteration, then a geometric fall to `last`. */
const pullStrength = { first: 0.2, last: 0.0005, firstUntil: 100, lastAt: 450 }

const computePullStrength = (iteration: number): number => {
  const { first, last, firstUntil, lastAt } = pullStrength
  const progress = Math.max(0, iteration - firstUntil) / (lastAt - firstUntil)
  return first * exponential(logarithm(last / first) * progress)
}

/**
 * Pulls every point towards its place in a reference form (an earlier iteration, at first the start), which is scaled to
 * fit best: growth is free, folding over is not. While exaggeration falls from 2.5 to 1 a form grows tenfold, and without
 * the pull noise decides on which side whole groups end. Except for the scale it is a proximal step (Parikh & Boyd 2014);
 * it ends before the last iterations, which follow the divergence of t-SNE alone.
 * @param points read again at every iteration
 * @returns adds the pull of an iteration, counted from 1, to the gradient
 */
export function createProximalTerm({ count, values }: Points): (iteration: number, gradient: Float64Array) => void {
  const reference = values.slice()
  let energy = sumSquares(reference)
  return (iteration, gradient) => {
    if (iteration > pullStrength.lastAt) return
    if (iteration % REFERENCE_INTERVAL_ITERATIONS === 0 && iteration <= LAST_REFERENCE_ITERATION) {
      reference.set(values)
      energy = sumSquares(reference)
    }
    if (energy === 0) return
    let projection = 0
    for (let i = 0; i < reference.length; i++) projection += values[i]! * reference[i]!
    const scale = projection / energy
    const pull = computePullStrength(iteration) / count
    for (let i = 0; i < reference.length; i++) {
      gradient[i]! += pull * (values[i]! - scale * reference[i]!)
    }
  }
}

const sumSquares = (values: Float64Array): number => values.reduce((sum, x) => sum + x * x, 0)
