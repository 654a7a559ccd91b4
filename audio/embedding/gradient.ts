import type { Affinities } from './affinities.ts'
import type { Points } from './points.ts'
import { repel2, repel3 } from './repulsion.ts'

/**
 * The gradient of the KL divergence without its factor 4 (van der Maaten & Hinton 2008, eq. 5): attraction over
 * the pairs of P times the exaggeration, minus repulsion over all pairs divided by Z.
 * @param points in 2 or 3 dimensions
 * @param gradient planar, dims × count, overwritten
 */
export function klGradient(affinities: Affinities, points: Points, exaggeration: number, gradient: Float64Array): void {
  const { count, dims, values } = points
  const z = (dims === 3 ? repel3 : repel2)(values, gradient, count)
  const scale = -1 / z
  for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i] as number) * scale
  if (dims === 3) attract3(affinities, values, count, exaggeration, gradient)
  else attract2(affinities, values, count, exaggeration, gradient)
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
    const i = from[e] as number
    const j = to[e] as number
    const dx = (values[i] as number) - (values[j] as number)
    const dy = (values[count + i] as number) - (values[count + j] as number)
    const pull = (exaggeration * (p[e] as number)) / (1 + dx * dx + dy * dy)
    gradient[i] = (gradient[i] as number) + pull * dx
    gradient[j] = (gradient[j] as number) - pull * dx
    gradient[count + i] = (gradient[count + i] as number) + pull * dy
    gradient[count + j] = (gradient[count + j] as number) - pull * dy
  }
}

const attract3: Attraction = ({ from, to, p }, values, count, exaggeration, gradient) => {
  const second = 2 * count
  for (let e = 0; e < p.length; e++) {
    const i = from[e] as number
    const j = to[e] as number
    const dx = (values[i] as number) - (values[j] as number)
    const dy = (values[count + i] as number) - (values[count + j] as number)
    const dz = (values[second + i] as number) - (values[second + j] as number)
    const pull = (exaggeration * (p[e] as number)) / (1 + dx * dx + dy * dy + dz * dz)
    gradient[i] = (gradient[i] as number) + pull * dx
    gradient[j] = (gradient[j] as number) - pull * dx
    gradient[count + i] = (gradient[count + i] as number) + pull * dy
    gradient[count + j] = (gradient[count + j] as number) - pull * dy
    gradient[second + i] = (gradient[second + i] as number) + pull * dz
    gradient[second + j] = (gradient[second + j] as number) - pull * dz
  }
}
