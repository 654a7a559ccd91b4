import type { Seconds } from '../../../audio/units.ts'
import { smoothstep } from '../../../scenes/geometry/math.ts'

/** Boxes leave the line one after the other: the last starts when this share of the way has passed. */
const STAGGER_FRACTION = 0.45

/** Middle and half extent of what a map covers, in its own units. */
export type MapExtent = { x: number; y: number; halfWidth: number; halfHeight: number }

/** Before the first still is there: what most maps cover, whose RMS radius is one. */
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
 * Each chunk's middle on a line in time order.
 * @returns N shares, 0 at the song's beginning, 1 at its end
 */
export function computeLinePositions(chunks: readonly { start: Seconds; end: Seconds }[]): Float32Array<ArrayBuffer> {
  const duration = chunks.at(-1)?.end || 1
  return Float32Array.from(chunks, ({ start, end }) => (start + end) / 2 / duration)
}

/**
 * Where the boxes are on their way from the line (0) through the stills to the finished map (1).
 * @param shares each chunk's place on the line, 0–1
 * @param stills of the growing map, 2 × N each
 * @param cursor which still is meant, fractions between two
 * @param on where the line lies: across the extent, through its middle
 * @param places receives 2 × N
 * @param away receives N numbers: how far each box has left the line, 0–1
 */
export function computeMapPositions(
  shares: Float32Array,
  stills: readonly Float32Array[],
  cursor: number,
  progress: number,
  on: MapExtent,
  places: Float32Array,
  away: Float32Array,
): void {
  const count = shares.length
  const last = stills.length - 1
  const at = Math.max(0, Math.min(last, cursor))
  const before = stills[Math.floor(at)]
  const after = stills[Math.min(last, Math.floor(at) + 1)]
  const mix = at - Math.floor(at)
  for (let i = 0; i < count; i++) {
    const x = on.x + ((shares[i] as number) * 2 - 1) * on.halfWidth
    const left = before ? smoothstep((progress - (STAGGER_FRACTION * i) / count) / (1 - STAGGER_FRACTION)) : 0
    away[i] = left
    places[i * 2] = x
    places[i * 2 + 1] = on.y
    if (!before || !after || left === 0) continue
    const toX = (before[i * 2] as number) * (1 - mix) + (after[i * 2] as number) * mix
    const toY = (before[i * 2 + 1] as number) * (1 - mix) + (after[i * 2 + 1] as number) * mix
    places[i * 2] = x + (toX - x) * left
    places[i * 2 + 1] = on.y + (toY - on.y) * left
  }
}
