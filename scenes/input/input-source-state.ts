import { Quaternion, Vector3 } from 'three'
import { createPoseHistory, type PoseHistory } from '../geometry/throw-physics.ts'
import type { RigPose } from '../state/viewer-state.ts'
import { createPointerRay, getPointerKind, type PointerRay } from './pointer-ray.ts'

/** What closed around a box must also open again: a click of the other button does not drop it. */
export type GrabAction = 'squeeze' | 'select'

/** A controller or a tracked hand. */
export type InputSourceState = PointerRay & {
  source: XRInputSource
  /** Where it is in the visitor's own space, now and a frame before. */
  rigPosition: Vector3
  previousRigPosition: Vector3
  /** Where it closes, in the room: the palm of a tracked hand. */
  palm: Vector3
  fist: boolean
  /** The ray meets the hovered box itself (not its tile of the path), near enough to take it. */
  reachable: boolean
  /** Chunk the trigger went down on, or -1, and when. */
  pressedChunk: number
  pressedAt: number
  /** Closed around nothing. */
  emptyGrab: GrabAction | null
  grabbedWith: GrabAction | null
  /** The held box, its place and its turn in the hand's own frame, and its way lately. */
  grabbedChunk: number
  grabOffset: Vector3
  grabRotation: Quaternion
  poseHistory: PoseHistory
}

export const createInputSourceState = (source: XRInputSource): InputSourceState => ({
  ...createPointerRay(getPointerKind(source), source.handedness),
  source,
  rigPosition: new Vector3(),
  previousRigPosition: new Vector3(),
  palm: new Vector3(),
  fist: false,
  reachable: false,
  pressedChunk: -1,
  pressedAt: 0,
  emptyGrab: null,
  grabbedWith: null,
  grabbedChunk: -1,
  grabOffset: new Vector3(),
  grabRotation: new Quaternion(),
  poseHistory: createPoseHistory(),
})

export const UP = new Vector3(0, 1, 0)

/** From the visitor's own space to the room's; `out` may be `own`. */
export function rigToRoomPosition(visitor: RigPose, own: Vector3, out: Vector3): void {
  out.copy(own).applyAxisAngle(UP, visitor.yaw)
  out.x += visitor.x
  out.y += visitor.y
  out.z += visitor.z
}
