import { exponential, logarithm } from '../../dsp/deterministic-math.ts'
import type { Points } from './points.ts'

/** The form that holds is taken anew so often, for the last time where exaggeration ends. */
const REFERENCE_INTERVAL_ITERATIONS = 60
const LAST_REFERENCE_ITERATION = 300
/** Of a point's whole attraction, which is about 1 / N: all of `first`, then falling geometrically to `last`. */
const pullStrength = { first: 0.2, last: 0.0005, fallsFrom: 100, until: 450 }

const computePullStrength = (iteration: number): number => {
  const { first, last, fallsFrom, until } = pullStrength
  const fallen = Math.max(0, iteration - fallsFrom) / (until - fallsFrom)
  return first * exponential(logarithm(last / first) * fallen)
}

/**
 * A pull of every point towards its place in the form of a little earlier (at first the start), that form scaled to fit
 * best: growing costs nothing, folding over does. Where exaggeration falls from 2.5 to 1 a form grows tenfold and whole
 * groups could as well go to either side; without the pull the smallest noise decides for them. It is a proximal step
 * (Parikh & Boyd 2014) in all but the scale, and gone before the end: the last iterations follow t-SNE's divergence alone.
 * @param points as they are at the start, followed as they move
 * @returns adds the pull of an iteration, counted from 1, to the gradient
 */
export function createProximalTerm({ count, values }: Points): (iteration: number, gradient: Float64Array) => void {
  const held = values.slice()
  let energy = sumSquares(held)
  return (iteration, gradient) => {
    if (iteration > pullStrength.until) return
    if (iteration % REFERENCE_INTERVAL_ITERATIONS === 0 && iteration <= LAST_REFERENCE_ITERATION) {
      held.set(values)
      energy = sumSquares(held)
    }
    if (energy === 0) return
    let along = 0
    for (let i = 0; i < held.length; i++) along += values[i]! * held[i]!
    const scale = along / energy
    const pull = computePullStrength(iteration) / count
    for (let i = 0; i < held.length; i++) {
      gradient[i]! += pull * (values[i]! - scale * held[i]!)
    }
  }
}

const sumSquares = (values: Float64Array): number => values.reduce((sum, x) => sum + x * x, 0)
