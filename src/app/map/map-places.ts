import type { Seconds } from '../../../audio/units.ts'
import { smoothstep } from '../../../scenes/geometry/math.ts'

/** Boxes leave the line one after the other; the last one starts at this share of the progress. */
const STAGGER_FRACTION = 0.45

/** Center and half size of a map, in its own units. */
export type MapExtent = { x: number; y: number; halfWidth: number; halfHeight: number }

/** Used before the first snapshot; fits most maps, whose RMS radius is 1. */
export const DEFAULT_EXTENT: MapExtent = { x: 0, y: 0, halfWidth: 2, halfHeight: 2 }

/** @param positions x, y per chunk */
export function computeExtent(positions: Float32Array | undefined): MapExtent {
  if (!positions || positions.length === 0) return DEFAULT_EXTENT
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let j = 0; j < positions.length; j += 2) {
    const x = positions[j] as number
    const y = positions[j + 1] as number
    left = Math.min(left, x)
    right = Math.max(right, x)
    low = Math.min(low, y)
    high = Math.max(high, y)
  }
  const least = 0.1
  return {
    x: (left + right) / 2,
    y: (low + high) / 2,
    halfWidth: Math.max(least, (right - left) / 2),
    halfHeight: Math.max(least, (high - low) / 2),
  }
}

/**
 * The center of each chunk on a line in time order.
 * @returns N shares, 0 at the song's beginning, 1 at its end
 */
export function computeLinePositions(chunks: readonly { start: Seconds; end: Seconds }[]): Float32Array<ArrayBuffer> {
  const duration = chunks.at(-1)?.end || 1
  return Float32Array.from(chunks, ({ start, end }) => (start + end) / 2 / duration)
}

/**
 * Positions of the boxes between the line (progress 0) and the map (progress 1).
 * @param shares each chunk's position on the line, 0–1
 * @param snapshots of the growing map, 2 × N each
 * @param cursor index of the snapshot, interpolated at fractions
 * @param extent of the map; the line runs across it, through its center
 * @param positions receives 2 × N
 * @param departures receives N numbers: how far each box has left the line, 0–1
 */
export function computeMapPositions(
  shares: Float32Array,
  snapshots: readonly Float32Array[],
  cursor: number,
  progress: number,
  extent: MapExtent,
  positions: Float32Array,
  departures: Float32Array,
): void {
  const count = shares.length
  const last = snapshots.length - 1
  const at = Math.max(0, Math.min(last, cursor))
  const before = snapshots[Math.floor(at)]
  const after = snapshots[Math.min(last, Math.floor(at) + 1)]
  const mix = at - Math.floor(at)
  for (let i = 0; i < count; i++) {
    const x = extent.x + ((shares[i] as number) * 2 - 1) * extent.halfWidth
    const left = before ? smoothstep((progress - (STAGGER_FRACTION * i) / count) / (1 - STAGGER_FRACTION)) : 0
    departures[i] = left
    positions[i * 2] = x
    positions[i * 2 + 1] = extent.y
    if (!before || !after || left === 0) continue
    const toX = (before[i * 2] as number) * (1 - mix) + (after[i * 2] as number) * mix
    const toY = (before[i * 2 + 1] as number) * (1 - mix) + (after[i * 2 + 1] as number) * mix
    positions[i * 2] = x + (toX - x) * left
    positions[i * 2 + 1] = extent.y + (toY - extent.y) * left
  }
}
