import type { Meters, Seconds } from '../../audio/units.ts'
import { moveTowards } from '../geometry/math.ts'
import { computeEyeLift, EYE_HEIGHT_M, getHeading } from '../geometry/motion.ts'
import { type FrameState, prefersReducedMotion, setWalkingFloor } from '../state/frame-state.ts'
import { stopRide } from './ride.ts'
import { moveHeadToStart } from './rig.ts'

/** Eyes of a seated visitor this far above standing height: the visitor has stood up. */
const STAND_UP_MARGIN_M: Meters = 0.3
/** Eyes of a seated visitor this far below standing height for this time: the visitor has sat down. */
const SIT_DOWN_MARGIN_M: Meters = 0.25
const SIT_DOWN_DELAY_S: Seconds = 0.8
const LIFT_SPEED_M_PER_S = 0.7
const DESCENT_SPEED_M_PER_S = 2
const MAX_FLIGHT_HEIGHT_M: Meters = 12

/** Sets the height of the rig in a headset; first moves the visitor to the start if a reset is pending. */
export function updateEyeHeight(frameState: FrameState, dt: Seconds): void {
  const { viewer, preferences } = frameState
  const { eyeHeight, rig } = viewer
  if (eyeHeight.pendingReset) resetStart(frameState, eyeHeight.pendingReset)
  updateTargetLift(frameState, dt)
  const reducedMotion = prefersReducedMotion(frameState)
  const liftStep = reducedMotion ? Number.POSITIVE_INFINITY : LIFT_SPEED_M_PER_S * dt
  eyeHeight.lift = moveTowards(eyeHeight.lift, eyeHeight.targetLift, liftStep)
  if (!preferences.flying) {
    const descent = reducedMotion ? Number.POSITIVE_INFINITY : DESCENT_SPEED_M_PER_S * dt
    eyeHeight.flightHeight = moveTowards(eyeHeight.flightHeight, 0, descent)
  }
  rig.y = eyeHeight.flightHeight + eyeHeight.lift
}

function resetStart(frameState: FrameState, reset: 'arrive' | 'recenter'): void {
  const { viewer, path, preferences } = frameState
  const { eyeHeight, head } = viewer
  moveHeadToStart(frameState, getHeading(head.forward, head.up), reset === 'arrive')
  // The path begins under the feet.
  setWalkingFloor(frameState, null)
  path.feet = 0
  path.needsLaying = true
  eyeHeight.pendingReset = null
  eyeHeight.seated = preferences.seated
  eyeHeight.flightHeight = 0
  eyeHeight.targetLift = computeEyeLift(eyeHeight.headHeight, preferences.seated)
  eyeHeight.lift = eyeHeight.targetLift
  stopRide(frameState)
}

/** Follows the `seated` preference, and visitors who stand up or sit down. */
function updateTargetLift({ viewer: { eyeHeight }, preferences: { seated } }: FrameState, dt: Seconds): void {
  const eyes = eyeHeight.headHeight + eyeHeight.targetLift
  eyeHeight.lowTime = seated && eyes < EYE_HEIGHT_M - SIT_DOWN_MARGIN_M ? eyeHeight.lowTime + dt : 0
  const stoodUp = eyeHeight.targetLift > 0 && eyes > EYE_HEIGHT_M + STAND_UP_MARGIN_M
  if (seated !== eyeHeight.seated) {
    eyeHeight.seated = seated
    eyeHeight.targetLift = seated ? computeEyeLift(eyeHeight.headHeight, true) : 0
  } else if (eyeHeight.lowTime > SIT_DOWN_DELAY_S || stoodUp)
    eyeHeight.targetLift = computeEyeLift(eyeHeight.headHeight, seated)
}

/** Flies up (positive) or down, between the floor and MAX_FLIGHT_HEIGHT_M. */
export function changeFlightHeight({ viewer: { eyeHeight, rig } }: FrameState, change: Meters): void {
  eyeHeight.flightHeight = Math.min(MAX_FLIGHT_HEIGHT_M, Math.max(0, eyeHeight.flightHeight + change))
  rig.y = eyeHeight.flightHeight + eyeHeight.lift
}
