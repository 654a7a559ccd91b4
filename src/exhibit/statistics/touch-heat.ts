import type { TouchCounts } from '../../../protocol/counts.ts'

/**
 * The heat of each chunk, 0-1: 0 without a touch, 1 for the most touched. A square root, because few chunks are touched
 * far more often than the others.
 */
export function computeTouchHeat(touched: TouchCounts, chunkCount: number): number[] {
  const heat = new Array<number>(chunkCount).fill(0)
  for (const [chunk, touches] of touched) if (chunk < chunkCount) heat[chunk] = touches
  const max = heat.reduce((one, other) => Math.max(one, other), 1)
  return heat.map((touches) => Math.sqrt(touches / max))
}
