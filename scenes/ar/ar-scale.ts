import { placeCloud } from '../geometry/cloud.ts'
import { createPlacement } from '../geometry/placement.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneContext } from '../state/ui-store.ts'
import {
  type ArSize,
  clampScale,
  computeTableScale,
  getDefaultScale,
  measureFootprint,
  placeOnGround,
} from './ar-placement.ts'

type ArContext = Pick<SceneContext, 'live' | 'store'>

/** Where the boxes hang once the form is complete. */
function computeFinalCloud({ form, radius, count, home }: FrameState): Float32Array {
  const still = form.snapshots.at(-1)
  return still && still.length === count * 3 ? placeCloud(still, radius, new Float32Array(still.length)) : home
}

/** Takes the measure of the song in the room. */
export function measureSong(live: FrameState): void {
  const { ground } = live
  const extent = measureFootprint(computeFinalCloud(live), live.edge, live.path.tiles)
  ground.footprint = extent
  ground.tableScale = computeTableScale(extent)
}

/** On the table, or in its own size on the real floor around the same spot. */
export function setArSize({ live, store }: ArContext, size: ArSize): void {
  const { ar } = store.getState()
  store.setState({ ar: { ...ar, size } })
  if (ar.placed)
    placeOnGround(live.placement, live.ground, size, live.placement.yaw, getDefaultScale(live.ground, size))
}

/** What fingers have made of its size is undone. */
export function resetArScale(room: ArContext): void {
  setArSize(room, room.store.getState().ar.size)
}

/** By this factor, within limits. */
export function scaleSong({ live, store }: ArContext, factor: number): void {
  const { placed, size } = store.getState().ar
  if (!placed) return
  const { placement, ground } = live
  const scale = clampScale(placement.scale * factor, size, getDefaultScale(ground, size))
  placeOnGround(placement, ground, size, placement.yaw, scale)
}

/** The song is taken up; the next tap places it. */
export function restartPlacement({ live, store }: ArContext): void {
  const { ar } = store.getState()
  store.setState({ ar: { ...ar, surfaceFound: false, placed: false, dragging: false, anchored: false } })
  Object.assign(live.placement, createPlacement())
}
