import type { Meters } from '../../audio/units.ts'
import { computeCubeEdges, layCloud, placeCloud } from '../geometry/cloud.ts'
import type { PathChunk } from '../geometry/path.ts'
import type { PathCurve } from '../geometry/path-curve.ts'

/** How the boxes of a finished form go from the places that t-SNE gave them to those where they hang. */
export type Settling = {
  /** The form comes to meet a visitor in a headset. */
  reaches: boolean
  /** Snapshot that `offset` is computed for; null: for none yet. */
  snapshot: Float32Array | null
  /** 3 × count. */
  offset: Float32Array
  /** 0-1: how far they have come. */
  progress: number
  /** Snapshot in whose finished form the boxes are at home: while it is the last, frames need not compute it again. */
  atRest: Float32Array | null
}

export const createSettling = (reaches = false): Settling => ({
  reaches,
  snapshot: null,
  offset: new Float32Array(0),
  progress: 0,
  atRest: null,
})

/** The finished form is laid anew by the next frame. */
export function forgetRest(settling: Settling): void {
  settling.snapshot = null
  settling.atRest = null
}

/** Lets the form come to meet a visitor in a headset, or draws it back. */
export function setReaching({ boxes: { settling } }: { boxes: { settling: Settling } }, reaches: boolean): void {
  if (settling.reaches === reaches) return
  settling.reaches = reaches
  forgetRest(settling)
}

type FormBoxes = { chunks: readonly PathChunk[]; cloudRadius: Meters; settling: Settling }

/** Computes the offset for another finished snapshot; otherwise it is kept. */
export function updateSettling(
  { settling, chunks, cloudRadius }: FormBoxes,
  snapshot: Float32Array,
  curve: PathCurve,
): void {
  if (settling.snapshot === snapshot) return
  settling.snapshot = snapshot
  settling.offset = layCloud(snapshot, cloudRadius, computeCubeEdges(chunks), curve, settling.reaches)
  const placed = placeCloud(snapshot, cloudRadius, new Float32Array(snapshot.length), curve)
  for (let j = 0; j < placed.length; j++) settling.offset[j] = settling.offset[j]! - placed[j]!
}
