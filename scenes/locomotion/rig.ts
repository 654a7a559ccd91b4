import { Quaternion, Vector3 } from 'three'
import { findInterval } from '../../audio/find-interval.ts'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { wrapAngle } from '../geometry/math.ts'
import { PATH_WIDTH_M } from '../geometry/path.ts'
import { findPathDistance } from '../geometry/path-curve.ts'
import { roomToSong, songToRoom } from '../geometry/placement.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { PoseInRig, RigPose } from '../state/viewer-state.ts'

const startPosition: [x: number, y: number, z: number] = [0, 0, 0]
const scratchPoint: [x: number, y: number, z: number] = [0, 0, 0]

/** Writes the start of the path (room) into `startPosition`. @returns the heading there that faces the form. */
function locateStart({ path: { curve }, placement }: FrameState): Radians {
  songToRoom(placement, curve.x, 0, curve.z, startPosition)
  return placement.yaw + Math.atan2(curve.x - curve.heartX, curve.z - curve.heartZ)
}

/** Moves the rig to the start of the path, facing the form: for the flat view. */
export function moveToStart(frameState: FrameState): void {
  const { rig } = frameState.viewer
  rig.yaw = locateStart(frameState)
  rig.pitch = 0
  rig.x = startPosition[0]
  rig.y = 0
  rig.z = startPosition[2]
}

/** Moves the rig so that the head stands at the start of the path and faces the form; `heading` of the head, room. */
export function moveHeadToStart(frameState: FrameState, heading: Radians): void {
  const { rig, head } = frameState.viewer
  const [x, , z] = head.position
  const startHeading = locateStart(frameState)
  rotateAboutHead(rig, x, z, startHeading - heading)
  moveHeadTo(rig, x, z, startPosition[0], startPosition[2])
}

/** Measures how far the head is from the start of the path, and how far it looks aside from the form. */
export function measureStartOffset(frameState: FrameState, heading: Radians): { distance: Meters; angle: Radians } {
  const startHeading = locateStart(frameState)
  const [x, , z] = frameState.viewer.head.position
  return {
    distance: Math.hypot(x - startPosition[0], z - startPosition[2]),
    angle: Math.abs(wrapAngle(startHeading - heading)),
  }
}

const UP = new Vector3(0, 1, 0)
const rigRotation = new Quaternion()

/** Transforms a pose from the rig's space (the headset's) to the room's. */
export function rigToRoomPose(
  rig: RigPose,
  { position: p, orientation: o }: PoseInRig,
  position: Vector3,
  quaternion: Quaternion,
): void {
  rigRotation.setFromAxisAngle(UP, rig.yaw)
  position.set(p.x, p.y, p.z).applyQuaternion(rigRotation)
  position.x += rig.x
  position.y += rig.y
  position.z += rig.z
  quaternion.set(o.x, o.y, o.z, o.w).premultiply(rigRotation)
}

/** Makes the rig's space the room's. */
export function resetRig(rig: RigPose): void {
  rig.x = 0
  rig.y = 0
  rig.z = 0
  rig.yaw = 0
}

/** Turns the rig about the head, which stays where it is. */
export function rotateAboutHead(rig: RigPose, headX: Meters, headZ: Meters, angle: Radians): void {
  const dx = rig.x - headX
  const dz = rig.z - headZ
  const c = Math.cos(angle)
  const s = Math.sin(angle)
  rig.x = headX + c * dx + s * dz
  rig.z = headZ - s * dx + c * dz
  rig.yaw += angle
}

/** Moves the rig so that the head comes to stand above x, z. */
export function moveHeadTo(rig: RigPose, headX: Meters, headZ: Meters, x: Meters, z: Meters): void {
  rig.x += x - headX
  rig.z += z - headZ
}

/** Moves the rig over the floor for `dt`; `forward` and `right` in meters per second, relative to `heading`. */
export function moveAlongHeading(rig: RigPose, heading: Radians, forward: number, right: number, dt: Seconds): void {
  const c = Math.cos(heading)
  const s = Math.sin(heading)
  rig.x += (-s * forward + c * right) * dt
  rig.z += (-c * forward - s * right) * dt
}

/** Hysteresis at the edges of path and chunks: a standing body sways. */
const SWAY_MARGIN_M: Meters = 0.03

/**
 * Finds the chunk of the path below the head, or -1.
 * @param lastChunk its last result: on a joint of two chunks they must not alternate.
 */
export function findChunkAtFeet({ boxes, path, viewer, placement }: FrameState, lastChunk: number): number {
  const { boundaries, count } = boxes
  const { curve } = path
  const [x, , z] = viewer.head.position
  roomToSong(placement, x, 0, z, scratchPoint)
  const sway = SWAY_MARGIN_M / placement.scale
  const maxOffset = PATH_WIDTH_M / 2 + (lastChunk < 0 ? 0 : sway)
  const distance = findPathDistance(curve, scratchPoint[0], scratchPoint[2], maxOffset)
  const time = distance / curve.metersPerSecond
  if (distance < 0 || time > boundaries[count]!) return -1
  const chunk = findInterval(boundaries, time)
  if (chunk !== lastChunk - 1) return chunk
  const end = boundaries[chunk + 1]!
  const chunkLength = (end - boundaries[chunk]!) * curve.metersPerSecond
  const remaining = (end - time) * curve.metersPerSecond
  return remaining < Math.min(sway, chunkLength / 4) ? lastChunk : chunk
}
