import type { Affinities } from './affinities.ts'

/** Adds the attractive forces of all pairs to `gradient`. */
export type Attraction = (
  affinities: Affinities,
  values: Float64Array,
  count: number,
  exaggeration: number,
  gradient: Float64Array,
) => void

export const attract2: Attraction = ({ from, to, p }, values, count, exaggeration, gradient) => {
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

export const attract3: Attraction = ({ from, to, p }, values, count, exaggeration, gradient) => {
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
