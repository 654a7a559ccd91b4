import { Quaternion, Vector3 } from 'three'
import { findInterval } from '../../audio/find-interval.ts'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { wrapAngle } from '../geometry/math.ts'
import { PATH_WIDTH_M } from '../geometry/path.ts'
import { findPathDistance, getPathPoint } from '../geometry/path-curve.ts'
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

/** Visitors who look farther aside than this do not see the form. */
const MAX_START_ANGLE_RAD: Radians = Math.PI / 3

/**
 * Moves the rig so that the head stands at the start of the path and faces the form.
 * @param heading of the head, room.
 * @param keepsHeading does not turn a head that has the form in view.
 */
export function moveHeadToStart(frameState: FrameState, heading: Radians, keepsHeading = false): void {
  const { rig, head } = frameState.viewer
  const [x, , z] = head.position
  const turn = wrapAngle(locateStart(frameState) - heading)
  if (!keepsHeading || Math.abs(turn) > MAX_START_ANGLE_RAD) rotateAboutHead(rig, x, z, turn)
  moveHeadTo(rig, x, z, startPosition[0], startPosition[2])
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

/** Feet leave the path this much farther out than they come onto it. */
const LEAVING_MARGIN_M: Meters = 0.06

/**
 * Finds where on the shown path the feet are.
 * @param wasOn whether they were on it: feet on an edge do not come and go.
 * @returns meters along the path, or -1 beside it.
 */
export function findPathAtFeet({ path, viewer, placement }: FrameState, wasOn: boolean): Meters {
  const [x, z] = viewer.feet
  roomToSong(placement, x, 0, z, scratchPoint)
  const maxOffset = PATH_WIDTH_M / 2 + (wasOn ? LEAVING_MARGIN_M : 0)
  return findPathDistance(path.curve, scratchPoint[0], scratchPoint[2], maxOffset, path.stretch)
}

/** A landing this near to the path's middle line is on it, in the song's meters. */
const SNAP_M: Meters = 0.3
const pathPoint = new Float64Array(3)

/** Moves a landing (room) onto the path where that is near. */
export function snapToPath({ path, boxes, placement }: FrameState, landing: { x: Meters; z: Meters }): void {
  const { curve } = path
  roomToSong(placement, landing.x, 0, landing.z, scratchPoint)
  const distance = findPathDistance(curve, scratchPoint[0], scratchPoint[2], SNAP_M, path.stretch)
  if (distance < 0 || distance > boxes.boundaries[boxes.count]! * curve.metersPerSecond) return
  getPathPoint(curve, distance, pathPoint)
  songToRoom(placement, pathPoint[0]!, 0, pathPoint[1]!, scratchPoint)
  landing.x = scratchPoint[0]
  landing.z = scratchPoint[2]
}

/** A body sways by some centimeters: its feet follow the head only as it leaves a circle around them, wider while they stand. */
const SWAY_RADIUS_M: Meters = 0.035
const STANDING_SWAY_RADIUS_M: Meters = 0.06
const STANDING_DELAY_S: Seconds = 0.3
/** A head that is farther away after one frame was moved by something else than steps. */
const MAX_STEP_M: Meters = 0.12

/** Lets the feet follow the head, which sways also while they stand still. */
export function followHead(viewer: FrameState['viewer'], dt: Seconds): void {
  const { head, feet } = viewer
  const dx = head.position[0] - feet[0]
  const dz = head.position[2] - feet[1]
  const distance = Math.hypot(dx, dz)
  viewer.standingTime += dt
  if (distance <= (viewer.standingTime > STANDING_DELAY_S ? STANDING_SWAY_RADIUS_M : SWAY_RADIUS_M)) return
  viewer.standingTime = 0
  const share = distance > MAX_STEP_M ? 1 : 1 - SWAY_RADIUS_M / distance
  feet[0] += dx * share
  feet[1] += dz * share
}

/** The chunk at a distance along the path, or -1 beside it and beyond the song's end. */
export function findChunkAt({ boxes: { boundaries, count }, path }: FrameState, distance: Meters): number {
  const time = distance / path.curve.metersPerSecond
  return distance < 0 || time > boundaries[count]! ? -1 : findInterval(boundaries, time)
}
