import type { EmbeddingSnapshots, Similarities } from './embed.ts'
import { computePrincipalComponents } from './pca.ts'
import type { Points } from './points.ts'
import { computeKlDivergence } from './quality.ts'

/** Largest factor tried for the scale of a form. */
const MAX_SCALE_FACTOR = 4096

/**
 * The engine `pca`: the first three and two principal components, without iterations. The form has the scale of the least
 * KL divergence, so that the divergence describes its shape.
 * @returns planar points; each is also sent as two snapshots
 */
export function computePcaEmbeddings(
  { features, pairs }: Similarities,
  { onForm, onMap }: EmbeddingSnapshots = {},
): { form: Points; map: Points } {
  const form = fitScale(computePrincipalComponents(features, 3), (points) => computeKlDivergence(pairs, points))
  const map = computePrincipalComponents(features, 2)
  for (const snapshot of [0, 1]) onForm?.(form, snapshot, 1)
  for (const snapshot of [0, 1]) onMap?.(map, snapshot, 1)
  return { form, map }
}

/** Doubles the scale while the divergence falls, then tries the factors √2 and √½ of the last. */
function fitScale(points: Points, measureDivergence: (points: Points) => number): Points {
  const scalePoints = (factor: number): Points => ({ ...points, values: points.values.map((x) => x * factor) })
  let best = { divergence: measureDivergence(points), factor: 1 }
  const attempt = (factor: number): boolean => {
    const divergence = measureDivergence(scalePoints(factor))
    if (!(divergence < best.divergence)) return false
    best = { divergence, factor }
    return true
  }
  for (let factor = 2; factor <= MAX_SCALE_FACTOR && attempt(factor); factor *= 2);
  const { factor } = best
  if (!attempt(factor * Math.SQRT2)) attempt(factor * Math.SQRT1_2)
  return scalePoints(best.factor)
}
