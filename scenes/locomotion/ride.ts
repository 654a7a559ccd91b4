import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { wrapAngle } from '../geometry/math.ts'
import { computeArrivalSpeed, EYE_HEIGHT_M } from '../geometry/motion.ts'
import { getPathPoint } from '../geometry/path-curve.ts'
import { songToRoom } from '../geometry/placement.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'

/** Meters a second, each second: gentler than a tram. */
const ACCELERATION_M_PER_S2 = 0.9
/** A pause is not waited for. */
const BRAKING_M_PER_S2 = 1.5
/** Catching up with the music, on top of its own pace. */
const MAX_CATCH_UP_M_PER_S = 1.2
const CATCH_UP_RATE = 1.6
/** Farther behind than this, after a seek or on boarding, one is put on the path instead of being pulled there. */
const MAX_LAG_M: Meters = 2.5
/** A rider may step so far aside and stays there. */
const MAX_OFFSET_M: Meters = 0.6

const pathPoint = new Float64Array(3)
const playheadPosition: [x: number, y: number, z: number] = [0, 0, 0]

/** Where the song is on the path; its heading is left in `point`. */
function locatePlayhead({ path: { curve: course }, playhead: { time }, placement }: FrameState): void {
  getPathPoint(course, time * course.metersPerSecond, pathPoint)
  songToRoom(placement, pathPoint[0]!, 0, pathPoint[1]!, playheadPosition)
}

/**
 * Ride: the path carries the head along in time with the music. It sets off and catches up with gentle acceleration,
 * stops where the music pauses, and leaves own steps alone.
 * @param worn in a headset one is put on the path when far from it; a camera may fly there.
 * @returns meters a second.
 */
export function stepRide(frameState: FrameState, worn: boolean, dt: Seconds): number {
  const {
    viewer: { rig: visitor, head: ear, ride: now, eyeHeight: standing },
    path: { curve: course },
    placement,
  } = frameState
  const playing = frameState.playhead.playing
  locatePlayhead(frameState)
  now.offsetX += standing.headDeltaX
  now.offsetZ += standing.headDeltaZ
  const aside = Math.hypot(now.offsetX, now.offsetZ)
  if (!now.active || aside > MAX_OFFSET_M) {
    const kept = now.active ? MAX_OFFSET_M / aside : 0
    now.offsetX *= kept
    now.offsetZ *= kept
  }
  now.active = true
  const behindX = playheadPosition[0] + now.offsetX - ear.position[0]
  const behindZ = playheadPosition[2] + now.offsetZ - ear.position[2]
  const behind = Math.hypot(behindX, behindZ)
  let wantedX = 0
  let wantedZ = 0
  if (playing) {
    const heading = placement.yaw + pathPoint[2]!
    const pace = course.metersPerSecond * placement.scale
    wantedX = -Math.sin(heading) * pace
    wantedZ = -Math.cos(heading) * pace
    if (prefersReducedMotion(frameState) || behind > MAX_LAG_M) {
      const pull = worn || prefersReducedMotion(frameState) ? 1 : 1 - Math.exp(-dt * 2.5)
      visitor.x += behindX * pull
      visitor.z += behindZ * pull
      now.velocityX = wantedX
      now.velocityZ = wantedZ
      return pace
    }
    const catching =
      behind > 0
        ? computeArrivalSpeed(behind, MAX_CATCH_UP_M_PER_S, ACCELERATION_M_PER_S2 * 0.6, CATCH_UP_RATE) / behind
        : 0
    wantedX += behindX * catching
    wantedZ += behindZ * catching
  }
  const missing = Math.hypot(wantedX - now.velocityX, wantedZ - now.velocityZ)
  const change = (playing ? ACCELERATION_M_PER_S2 : BRAKING_M_PER_S2) * dt
  const share = prefersReducedMotion(frameState) || missing <= change ? 1 : change / missing
  now.velocityX += (wantedX - now.velocityX) * share
  now.velocityZ += (wantedZ - now.velocityZ) * share
  visitor.x += now.velocityX * dt
  visitor.z += now.velocityZ * dt
  return Math.hypot(now.velocityX, now.velocityZ)
}

/** Not carried, or no longer. */
export function stopRide({ viewer: { ride } }: FrameState): void {
  ride.active = false
  ride.velocityX = 0
  ride.velocityZ = 0
}

const MAX_TURN_RAD_PER_S = 0.6
/** From here on outwards a rider looks back at the form instead of along the path. */
const LOOK_BACK_RADIUS_M: Meters = 2.2

/** Where a rider looks: along the path at first, at the form once it can be seen as a whole. */
function computeRideHeading({ viewer: { head: ear } }: FrameState): Radians {
  const [x, , z] = ear.position
  return Math.hypot(x, z) > LOOK_BACK_RADIUS_M ? Math.atan2(x, z) : pathPoint[2]!
}

/**
 * After `ride` on a flat screen: the eyes come round, unless the visitor is looking around. Never in a headset, where
 * only the wearer turns the view.
 */
export function easeRideHeading(frameState: FrameState, dt: Seconds): void {
  if (frameState.pointer.isDraggingView || frameState.viewer.isHandheld) return
  const turn = computeRideHeading(frameState) - frameState.viewer.rig.yaw
  const shortest = wrapAngle(turn)
  const eased = shortest * (1 - Math.exp(-dt * 1.2))
  frameState.viewer.rig.yaw += Math.max(-MAX_TURN_RAD_PER_S * dt, Math.min(MAX_TURN_RAD_PER_S * dt, eased))
}

/** Boards the ride where the song is now: for a visitor who was not in the room before. */
export function startRide(frameState: FrameState): void {
  const {
    viewer: { rig: visitor, head: ear },
  } = frameState
  locatePlayhead(frameState)
  stopRide(frameState)
  visitor.x = playheadPosition[0]
  visitor.z = playheadPosition[2]
  ear.position = [visitor.x, EYE_HEIGHT_M, visitor.z]
  visitor.yaw = computeRideHeading(frameState)
  visitor.pitch = 0
}
