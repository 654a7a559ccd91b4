import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { LEAD_SHARE, writeLookTarget } from '../geometry/look-target.ts'
import { wrapAngle } from '../geometry/math.ts'
import { computeArrivalSpeed, EYE_HEIGHT_M } from '../geometry/motion.ts'
import { getPathPoint } from '../geometry/path-curve.ts'
import { songToRoom } from '../geometry/placement.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'

/** Gentler than a tram. */
const ACCELERATION_M_PER_S2 = 0.9
const BRAKING_M_PER_S2 = 1.5
/** Speed of catching up with the playhead, on top of the song's own pace. */
const MAX_CATCH_UP_M_PER_S = 1.2
const CATCH_UP_RATE_PER_S = 1.6
/** Farther behind than this, after a seek or at the start, the rig is set onto the path instead of pulled. */
const MAX_LAG_M: Meters = 2.5
/** A rider may step this far aside and stays there. */
const MAX_OFFSET_M: Meters = 0.6

const pathPoint = new Float64Array(3)
const playheadPosition: [x: number, y: number, z: number] = [0, 0, 0]

/** Writes where the playhead has come on the path (room) into `playheadPosition`. @returns the path's heading there. */
function locatePlayhead({ path: { curve }, playhead, placement }: FrameState): Radians {
  getPathPoint(curve, playhead.time * curve.metersPerSecond, pathPoint)
  songToRoom(placement, pathPoint[0]!, 0, pathPoint[1]!, playheadPosition)
  return pathPoint[2]!
}

/**
 * Carries the head along the path in time with the music: accelerates gently, catches up after a seek, brakes when the
 * music pauses, and leaves own steps alone.
 * @param inHeadset only its wearer turns the view.
 * @returns speed in meters per second.
 */
export function stepRide(frameState: FrameState, inHeadset: boolean, dt: Seconds): number {
  const { viewer, placement, playhead, path } = frameState
  const { rig, head, ride } = viewer
  const pathHeading = locatePlayhead(frameState)
  updateRideOffset(frameState)
  // On a screen the camera may still be on its way to the rig.
  const behindX = playheadPosition[0] + ride.offsetX - (inHeadset ? head.position[0] : rig.x)
  const behindZ = playheadPosition[2] + ride.offsetZ - (inHeadset ? head.position[2] : rig.z)
  const behind = Math.hypot(behindX, behindZ)
  const reducedMotion = prefersReducedMotion(frameState)
  let targetX = 0
  let targetZ = 0
  if (playhead.playing) {
    const heading = placement.yaw + pathHeading
    const pace = path.curve.metersPerSecond * placement.scale
    targetX = -Math.sin(heading) * pace
    targetZ = -Math.cos(heading) * pace
    if (reducedMotion || behind > MAX_LAG_M) {
      rig.x += behindX
      rig.z += behindZ
      // On a screen a seek is a cut: to turn around slowly would show nothing for long.
      if (!inHeadset && behind > MAX_LAG_M) faceForm(frameState)
      ride.velocityX = targetX
      ride.velocityZ = targetZ
      return pace
    }
    const rate =
      behind > 0
        ? computeArrivalSpeed(behind, MAX_CATCH_UP_M_PER_S, ACCELERATION_M_PER_S2 * 0.6, CATCH_UP_RATE_PER_S) / behind
        : 0
    targetX += behindX * rate
    targetZ += behindZ * rate
  }
  const missing = Math.hypot(targetX - ride.velocityX, targetZ - ride.velocityZ)
  const maxChange = (playhead.playing ? ACCELERATION_M_PER_S2 : BRAKING_M_PER_S2) * dt
  const share = reducedMotion || missing <= maxChange ? 1 : maxChange / missing
  ride.velocityX += (targetX - ride.velocityX) * share
  ride.velocityZ += (targetZ - ride.velocityZ) * share
  rig.x += ride.velocityX * dt
  rig.z += ride.velocityZ * dt
  return Math.hypot(ride.velocityX, ride.velocityZ)
}

/** Adds own steps to the rider's offset, up to MAX_OFFSET_M; a ride that starts begins without one. */
function updateRideOffset({ viewer: { ride, eyeHeight } }: FrameState): void {
  ride.offsetX += eyeHeight.headDeltaX
  ride.offsetZ += eyeHeight.headDeltaZ
  const offset = Math.hypot(ride.offsetX, ride.offsetZ)
  if (!ride.active || offset > MAX_OFFSET_M) {
    const factor = ride.active ? MAX_OFFSET_M / offset : 0
    ride.offsetX *= factor
    ride.offsetZ *= factor
  }
  ride.active = true
}

export function stopRide({ viewer: { ride } }: FrameState): void {
  ride.active = false
  ride.velocityX = 0
  ride.velocityZ = 0
}

/** Slow enough to watch: what sounds is found by its light, not by haste. */
const MAX_TURN_RAD_PER_S: Radians = 0.28
/** Walkers look where they step. */
const WALKING_PITCH_RAD: Radians = -0.2
const TURN_RATE_PER_S = 1.4
const lookTarget: [x: number, y: number, z: number] = [0, 0, 0]
const lookAngles: [yaw: Radians, pitch: Radians] = [0, 0]

/** Writes yaw and pitch of an eye on the path that looks at the form and leads towards what sounds into `lookAngles`. */
function aimEye(frameState: FrameState, x: Meters, y: Meters, z: Meters): void {
  const { boxes, path, playhead, placement } = frameState
  writeLookTarget(boxes, path.curve, playhead.time, prefersReducedMotion(frameState) ? 0 : LEAD_SHARE, lookTarget)
  songToRoom(placement, lookTarget[0], lookTarget[1], lookTarget[2], lookTarget)
  const dx = lookTarget[0] - x
  const dz = lookTarget[2] - z
  lookAngles[0] = Math.atan2(-dx, -dz)
  lookAngles[1] = Math.atan2(lookTarget[1] - y, Math.hypot(dx, dz))
}

/** Turns the flat view with the ride, unless the visitor is looking around. In a headset only the wearer turns. */
export function turnEye(frameState: FrameState, dt: Seconds): void {
  const { viewer, pointer } = frameState
  const { rig } = viewer
  if (pointer.isDraggingView || viewer.isHandheld) return
  aimEye(frameState, rig.x, rig.y + EYE_HEIGHT_M, rig.z)
  const turn = wrapAngle(lookAngles[0] - rig.yaw)
  const tilt = lookAngles[1] - rig.pitch
  const share = Math.min(1 - Math.exp(-dt * TURN_RATE_PER_S), (MAX_TURN_RAD_PER_S * dt) / Math.hypot(turn, tilt))
  rig.yaw += turn * share
  rig.pitch += tilt * share
}

/** Puts the flat view onto the path, for a visitor who comes from the orbit view. @returns its heading. */
function enterPath(frameState: FrameState): Radians {
  const { rig, head } = frameState.viewer
  const heading = frameState.placement.yaw + locatePlayhead(frameState)
  stopRide(frameState)
  rig.x = playheadPosition[0]
  rig.z = playheadPosition[2]
  head.position = [rig.x, EYE_HEIGHT_M, rig.z]
  return heading
}

/** Enters the path looking at the form. */
export function startRide(frameState: FrameState): void {
  enterPath(frameState)
  faceForm(frameState)
}

/** Turns the flat view to where a rider looks, at once. */
function faceForm(frameState: FrameState): void {
  const { rig } = frameState.viewer
  aimEye(frameState, rig.x, EYE_HEIGHT_M, rig.z)
  rig.yaw = lookAngles[0]
  rig.pitch = lookAngles[1]
}

/** Enters the path looking along it. */
export function startWalk(frameState: FrameState): void {
  frameState.viewer.rig.yaw = enterPath(frameState)
  frameState.viewer.rig.pitch = WALKING_PITCH_RAD
}
