import type { Meters } from '../../audio/units.ts'
import { layCloud, placeCloud } from '../geometry/cloud.ts'
import type { PathCurve } from '../geometry/path-curve.ts'

/** How the boxes of a finished form go from the places that t-SNE gave them to those where they hang. */
export type Settling = {
  /** The form comes to meet a visitor in a headset. */
  reaches: boolean
  /** Snapshot that `offset` and `edges` are computed for; null: for none yet. */
  snapshot: Float32Array | null
  /** 3 × count. */
  offset: Float32Array
  /** Edges of the cubes where they hang: smaller in a crowd. */
  edges: Float32Array
  /** 0-1: how far they have come. */
  progress: number
  /** Snapshot in whose finished form the boxes are at home: while it is the last, frames need not compute it again. */
  atRest: Float32Array | null
}

export const createSettling = (reaches = false): Settling => ({
  reaches,
  snapshot: null,
  offset: new Float32Array(0),
  edges: new Float32Array(0),
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

type FormBoxes = { fullEdge: Float32Array; cloudRadius: Meters; settling: Settling }

/** Computes offset and edges for another finished snapshot; otherwise they are kept. */
export function updateSettling(
  { settling, fullEdge, cloudRadius }: FormBoxes,
  snapshot: Float32Array,
  curve: PathCurve,
): void {
  if (settling.snapshot === snapshot) return
  settling.snapshot = snapshot
  const { positions, edges } = layCloud(snapshot, cloudRadius, fullEdge, curve, settling.reaches)
  const placed = placeCloud(snapshot, cloudRadius, new Float32Array(snapshot.length), curve)
  for (let j = 0; j < placed.length; j++) positions[j] = positions[j]! - placed[j]!
  settling.offset = positions
  settling.edges = edges
}

type Cubes = {
  count: number
  fullEdge: Float32Array
  edgeLength: Float32Array
  smallestEdge: Meters
  size: Float32Array
  settling: Settling
}

/** Gives each cube the edge that it has on its way to where it hangs, or the smallest that fingers meet. */
export function settleEdges({ count, fullEdge, edgeLength, smallestEdge, size, settling }: Cubes): void {
  const { edges, progress } = settling
  for (let i = 0; i < count; i++) {
    const full = fullEdge[i]!
    const edge = edges.length === count ? full + (edges[i]! - full) * progress : full
    edgeLength[i] = Math.max(edge, smallestEdge)
    size.fill(edgeLength[i]!, i * 3, i * 3 + 3)
  }
}
