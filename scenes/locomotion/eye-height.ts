import type { Meters, Seconds } from '../../audio/units.ts'
import { moveTowards } from '../geometry/math.ts'
import { computeEyeLift, EYE_HEIGHT_M, getHeading } from '../geometry/motion.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'
import { stopRide } from './ride.ts'
import { measureStartOffset, moveHeadToStart } from './rig.ts'

/** Who comes in farther than this from the path's beginning, or looks elsewhere, is brought there. */
const MAX_START_DISTANCE_M: Meters = 0.5
const MAX_START_ANGLE_RAD = Math.PI / 3
/** Seated eyes this far from standing height mean that the visitor has stood up, or has sat down for a while. */
const STAND_UP_MARGIN_M: Meters = 0.3
const SIT_DOWN_MARGIN_M: Meters = 0.25
const SIT_DOWN_DELAY_S: Seconds = 0.8
const LIFT_SPEED_M_PER_S = 0.7
const DESCENT_SPEED_M_PER_S = 2
const MAX_FLIGHT_HEIGHT_M: Meters = 12

/** In a headset, before anybody moves: back to the start if that was asked for, and eyes at their height. */
export function updateEyeHeight(frameState: FrameState, dt: Seconds): void {
  const {
    viewer: { eyeHeight: standing, rig: visitor },
    preferences,
  } = frameState
  const { seated } = preferences
  if (standing.pendingReset) {
    const heading = getHeading(frameState.viewer.head.forward, frameState.viewer.head.up)
    const { away, turned } = measureStartOffset(frameState, heading)
    if (frameState.path.boundedFloor) {
      // The path was laid for the real floor: both are brought together again.
      visitor.x = 0
      visitor.z = 0
      visitor.yaw = 0
    } else if (standing.pendingReset === 'recenter' || away > MAX_START_DISTANCE_M || turned > MAX_START_ANGLE_RAD)
      moveHeadToStart(frameState, heading)
    standing.pendingReset = null
    standing.seated = seated
    standing.flightHeight = 0
    standing.targetLift = computeEyeLift(standing.headHeight, seated)
    standing.lift = standing.targetLift
    stopRide(frameState)
  }
  updateTargetLift(frameState, dt)
  const calm = prefersReducedMotion(frameState)
  standing.lift = moveTowards(
    standing.lift,
    standing.targetLift,
    calm ? Number.POSITIVE_INFINITY : LIFT_SPEED_M_PER_S * dt,
  )
  // Who no longer wants to fly must come down.
  if (!preferences.flying)
    standing.flightHeight = moveTowards(
      standing.flightHeight,
      0,
      calm ? standing.flightHeight : DESCENT_SPEED_M_PER_S * dt,
    )
  visitor.y = standing.flightHeight + standing.lift
}

/** The visitor says so, stands up or sits down. */
function updateTargetLift({ viewer: { eyeHeight: standing }, preferences: { seated } }: FrameState, dt: Seconds): void {
  const eyes = standing.headHeight + standing.targetLift
  standing.lowTime = seated && eyes < EYE_HEIGHT_M - SIT_DOWN_MARGIN_M ? standing.lowTime + dt : 0
  if (seated !== standing.seated) {
    standing.seated = seated
    standing.targetLift = seated ? computeEyeLift(standing.headHeight, true) : 0
  } else if (
    standing.lowTime > SIT_DOWN_DELAY_S ||
    (standing.targetLift > 0 && eyes > EYE_HEIGHT_M + STAND_UP_MARGIN_M)
  )
    standing.targetLift = computeEyeLift(standing.headHeight, seated)
}

/** Up and down, between the floor and where the song can be seen from above. */
export function changeFlightHeight(
  { viewer: { eyeHeight: standing, rig: visitor } }: FrameState,
  meters: Meters,
): void {
  standing.flightHeight = Math.min(MAX_FLIGHT_HEIGHT_M, Math.max(0, standing.flightHeight + meters))
  visitor.y = standing.flightHeight + standing.lift
}
