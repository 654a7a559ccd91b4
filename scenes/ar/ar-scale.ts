import { layCloud } from '../geometry/cloud.ts'
import type { ArSize } from '../state/ar-state.ts'
import { type FrameState, resetPlacement, setSmallestEdge } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'
import {
  clampScale,
  computeSmallestEdge,
  computeTableScale,
  getDefaultScale,
  measureFootprint,
  placeOnGround,
} from './ar-placement.ts'

type ArContext = Pick<SceneContext, 'frameState' | 'store'>

/** The finished cloud: boxes as they are now until its snapshot is known. */
function computeFinalCloud({ boxes, path }: FrameState): { positions: Float32Array; edges: Float32Array } {
  const { embedding, cloudRadius, count, home, fullEdge, settling } = boxes
  const snapshot = embedding.snapshots.at(-1)
  if (snapshot?.length !== count * 3) return { positions: home, edges: fullEdge }
  return layCloud(snapshot, cloudRadius, fullEdge, path.curve, settling.reaches)
}

/** Measures footprint and table scale of the song, and gives its boxes an edge that fingers can meet. */
export function measureSong(frameState: FrameState, size: ArSize): void {
  const { ar, boxes, path } = frameState
  const { positions, edges } = computeFinalCloud(frameState)
  const footprint = measureFootprint(positions, edges, path.floorPath.tiles)
  ar.ground.footprint = footprint
  ar.ground.tableScale = computeTableScale(footprint, boxes.count)
  setSmallestEdge(frameState, computeSmallestEdge(ar.ground, size))
}

/** Puts the song on the table, or in its own size on the floor, at the same point and in default scale. */
export function setArSize({ frameState, store }: ArContext, size: ArSize): void {
  const { ar } = store.getState()
  const { placement } = frameState
  const { ground } = frameState.ar
  store.setState({ ar: { ...ar, size } })
  if (!ar.placed) return
  setSmallestEdge(frameState, computeSmallestEdge(ground, size))
  placeOnGround(placement, ground, size, placement.yaw, getDefaultScale(ground, size))
}

/** Undoes the scale that fingers gave the song. */
export function resetArScale(context: ArContext): void {
  setArSize(context, context.store.getState().ar.size)
}

/** Scales the song by a factor, within its limits. */
export function scaleSong({ frameState, store }: ArContext, factor: number): void {
  const { placed, size } = store.getState().ar
  if (!placed) return
  const { placement } = frameState
  const { ground } = frameState.ar
  const scale = clampScale(placement.scale * factor, size, getDefaultScale(ground, size))
  placeOnGround(placement, ground, size, placement.yaw, scale)
}

/** Removes the song from its place; the next tap places it. */
export function restartPlacement({ frameState, store }: ArContext): void {
  const { ar } = store.getState()
  store.setState({ ar: { ...ar, surfaceFound: false, placed: false, dragging: false, anchored: false } })
  resetPlacement(frameState)
}
