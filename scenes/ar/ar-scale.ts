import { placeCloud } from '../geometry/cloud.ts'
import type { ArSize } from '../state/ar-state.ts'
import { type FrameState, resetPlacement } from '../state/frame-state.ts'
import type { SceneContext } from '../state/ui-store.ts'
import { clampScale, computeTableScale, getDefaultScale, measureFootprint, placeOnGround } from './ar-placement.ts'

type ArContext = Pick<SceneContext, 'frameState' | 'store'>

/** Where the boxes hang once the form is complete. */
function computeFinalCloud({ boxes: { embedding: form, cloudRadius: radius, count, home } }: FrameState): Float32Array {
  const still = form.snapshots.at(-1)
  return still && still.length === count * 3 ? placeCloud(still, radius, new Float32Array(still.length)) : home
}

/** Takes the measure of the song in the room. */
export function measureSong(frameState: FrameState): void {
  const {
    ar: { ground },
  } = frameState
  const extent = measureFootprint(
    computeFinalCloud(frameState),
    frameState.boxes.edgeLength,
    frameState.path.floorPath.tiles,
  )
  ground.footprint = extent
  ground.tableScale = computeTableScale(extent)
}

/** On the table, or in its own size on the real floor around the same spot. */
export function setArSize({ frameState, store }: ArContext, size: ArSize): void {
  const { ar } = store.getState()
  store.setState({ ar: { ...ar, size } })
  if (ar.placed)
    placeOnGround(
      frameState.placement,
      frameState.ar.ground,
      size,
      frameState.placement.yaw,
      getDefaultScale(frameState.ar.ground, size),
    )
}

/** What fingers have made of its size is undone. */
export function resetArScale(room: ArContext): void {
  setArSize(room, room.store.getState().ar.size)
}

/** By this factor, within limits. */
export function scaleSong({ frameState, store }: ArContext, factor: number): void {
  const { placed, size } = store.getState().ar
  if (!placed) return
  const {
    ar: { ground },
    placement,
  } = frameState
  const scale = clampScale(placement.scale * factor, size, getDefaultScale(ground, size))
  placeOnGround(placement, ground, size, placement.yaw, scale)
}

/** The song is taken up; the next tap places it. */
export function restartPlacement({ frameState, store }: ArContext): void {
  const { ar } = store.getState()
  store.setState({ ar: { ...ar, surfaceFound: false, placed: false, dragging: false, anchored: false } })
  resetPlacement(frameState)
}
