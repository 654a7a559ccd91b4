import type { EmbeddingSnapshots, Similarities } from './embed.ts'
import { computePrincipalComponents } from './pca.ts'
import type { Points } from './points.ts'
import { computeKlDivergence } from './quality.ts'

/** Largest factor tried for the size of a form. */
const MAX_SCALE_FACTOR = 4096

/**
 * The engine `pca`: the first three and two principal components as they are, at once. Its form is as large as suits
 * the affinities best, so that its KL divergence says something about its shape.
 * @returns planar points; form and map are stills of their own
 */
export function computePcaEmbeddings(
  { features, pairs }: Similarities,
  { onForm, onMap }: EmbeddingSnapshots = {},
): { form: Points; map: Points } {
  const form = fitScale(computePrincipalComponents(features, 3), (points) => computeKlDivergence(pairs, points))
  const map = computePrincipalComponents(features, 2)
  for (const still of [0, 1]) onForm?.(form, still, 1)
  for (const still of [0, 1]) onMap?.(map, still, 1)
  return { form, map }
}

/** Doubles the size as long as the divergence falls, then looks once more between. */
function fitScale(points: Points, divergence: (points: Points) => number): Points {
  const sized = (factor: number): Points => ({ ...points, values: points.values.map((x) => x * factor) })
  let best = { divergence: divergence(points), factor: 1 }
  const attempt = (factor: number): boolean => {
    const found = divergence(sized(factor))
    if (!(found < best.divergence)) return false
    best = { divergence: found, factor }
    return true
  }
  for (let factor = 2; factor <= MAX_SCALE_FACTOR && attempt(factor); factor *= 2);
  const { factor } = best
  if (!attempt(factor * Math.SQRT2)) attempt(factor * Math.SQRT1_2)
  return sized(best.factor)
}
