import { hangCloud } from '../geometry/cloud.ts'
import { unplaced } from '../geometry/placement.ts'
import type { Live } from '../state/frame-state.ts'
import type { Room } from '../state/ui-store.ts'
import { extentOf, ownScale, type Size, standOn, tableScaleOf, withinLimits } from './ar-placement.ts'

type ArRoom = Pick<Room, 'live' | 'store'>

/** Where the boxes hang once the form is complete. */
function finishedCloud({ form, radius, count, home }: Live): Float32Array {
  const still = form.stills.at(-1)
  return still && still.length === count * 3 ? hangCloud(still, radius, new Float32Array(still.length)) : home
}

/** Takes the measure of the song in the room. */
export function measure(live: Live): void {
  const { ground } = live
  const extent = extentOf(finishedCloud(live), live.edge, live.path.tiles)
  ground.extent = extent
  ground.tableScale = tableScaleOf(extent)
}

/** On the table, or in its own size on the real floor around the same spot. */
export function resize({ live, store }: ArRoom, size: Size): void {
  const { ar } = store.getState()
  store.setState({ ar: { ...ar, size } })
  if (ar.placed) standOn(live.placement, live.ground, size, live.placement.yaw, ownScale(live.ground, size))
}

/** What fingers have made of its size is undone. */
export function restoreSize(room: ArRoom): void {
  resize(room, room.store.getState().ar.size)
}

/** By this factor, within limits. */
export function rescale({ live, store }: ArRoom, factor: number): void {
  const { placed, size } = store.getState().ar
  if (!placed) return
  const { placement, ground } = live
  const scale = withinLimits(placement.scale * factor, size, ownScale(ground, size))
  standOn(placement, ground, size, placement.yaw, scale)
}

/** The song is taken up; the next tap places it. */
export function placeAgain({ live, store }: ArRoom): void {
  const { ar } = store.getState()
  store.setState({ ar: { ...ar, found: false, placed: false, carried: false, anchored: false } })
  Object.assign(live.placement, unplaced())
}
