import type { Meters } from '../../audio/units.ts'
import { computeCubeEdges, layCloud, placeCloud } from '../geometry/cloud.ts'
import type { PathChunk } from '../geometry/path.ts'
import type { PathCurve } from '../geometry/path-curve.ts'

/** How the boxes of a finished form go from the places that t-SNE gave them to those where they hang. */
export type Settling = {
  /** Snapshot that `offset` is computed for; null: for none yet. */
  snapshot: Float32Array | null
  /** 3 × count. */
  offset: Float32Array
  /** 0-1: how far they have come. */
  progress: number
}

export const createSettling = (): Settling => ({ snapshot: null, offset: new Float32Array(0), progress: 0 })

type FormBoxes = { chunks: readonly PathChunk[]; cloudRadius: Meters; reaches: boolean; settling: Settling }

/** Computes the offset for another finished snapshot; otherwise it is kept. */
export function updateSettling(
  { settling, chunks, cloudRadius, reaches }: FormBoxes,
  snapshot: Float32Array,
  curve: PathCurve,
): void {
  if (settling.snapshot === snapshot) return
  settling.snapshot = snapshot
  settling.offset = layCloud(snapshot, cloudRadius, computeCubeEdges(chunks), curve, reaches)
  const placed = placeCloud(snapshot, cloudRadius, new Float32Array(snapshot.length), curve)
  for (let j = 0; j < placed.length; j++) settling.offset[j] = settling.offset[j]! - placed[j]!
}
