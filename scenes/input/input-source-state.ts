import { Quaternion, Vector3 } from 'three'
import { computeDeadZoneScale } from '../geometry/motion.ts'
import { createPoseHistory, type PoseHistory } from '../geometry/throw-physics.ts'
import type { RigPose } from '../state/viewer-state.ts'
import { createPointerRay, getPointerKind, type PointerRay } from './pointer-ray.ts'

/** How a box was grabbed; only the end of the same action releases it. */
export type GrabAction = 'squeeze' | 'select'

/** State of a controller or a tracked hand; positions are in the room unless stated otherwise. */
export type InputSourceState = PointerRay & {
  source: XRInputSource
  /** Position in the visitor's own space, in this frame and in the previous one. */
  rigPosition: Vector3
  previousRigPosition: Vector3
  /** Where it grabs: the palm of a tracked hand, otherwise its position. */
  palm: Vector3
  fist: boolean
  /** The ray hits the hovered box itself (not its tile of the path), near enough to grab it. */
  reachable: boolean
  /** Its pose is known. */
  isPlaced: boolean
  /** Its stick has been pushed since before it appeared, or before the headset's menu closed: it means nothing until it is let go. */
  isStickStale: boolean
  /** Actions that have ended since the last frame. */
  ended: Record<GrabAction, boolean>
  /** Chunk under the trigger press, or -1, and the time of the press (performance.now()). */
  pressedChunk: number
  pressedAt: number
  /** Action that grabs nothing at present. */
  emptyGrab: GrabAction | null
  /** `handover`: another input source of this side held the box; the end of any action releases it. */
  grabbedWith: GrabAction | 'handover' | null
  /** The grabbed box, its pose relative to the hand, and its recent poses in the room. */
  grabbedChunk: number
  grabOffset: Vector3
  grabRotation: Quaternion
  /** Meters per second at which the box comes to the hand. */
  fetchSpeed: number
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
  isPlaced: false,
  isStickStale: true,
  ended: { select: false, squeeze: false },
  pressedChunk: -1,
  pressedAt: 0,
  emptyGrab: null,
  grabbedWith: null,
  grabbedChunk: -1,
  grabOffset: new Vector3(),
  grabRotation: new Quaternion(),
  fetchSpeed: 0,
  poseHistory: createPoseHistory(),
})

export function isStickPushed({ gamepad }: XRInputSource): boolean {
  const axes = gamepad?.axes
  return axes !== undefined && axes.length >= 4 && computeDeadZoneScale(axes[2]!, axes[3]!) > 0
}

export const UP = new Vector3(0, 1, 0)

/** Maps a position from the visitor's own space to the room; `out` may be `position`. */
export function rigToRoomPosition(rig: RigPose, position: Vector3, out: Vector3): void {
  out.copy(position).applyAxisAngle(UP, rig.yaw)
  out.x += rig.x
  out.y += rig.y
  out.z += rig.z
}
