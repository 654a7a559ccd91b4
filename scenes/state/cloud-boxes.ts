import type { OrientedBoxes } from '../geometry/raycast.ts'
import type { BoxesState } from './frame-state.ts'

/** The cubes of the cloud in the form that raycasts expect; empty until updated. */
export const createRaycastBoxes = (): OrientedBoxes => ({
  count: 0,
  center: new Float32Array(0),
  size: new Float32Array(0),
  yaw: null,
})

/** Refers `cloud` to the current arrays of `boxes`, without allocating. */
export function updateCloudBoxes(cloud: OrientedBoxes, { count, position, size }: BoxesState): void {
  cloud.count = count
  cloud.center = position
  cloud.size = size
}
