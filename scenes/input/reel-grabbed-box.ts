import { Quaternion, Vector3 } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import { computeDeadZoneScale } from '../geometry/motion.ts'
import type { InputSourceState } from './input-source-state.ts'

/** A box that was taken from farther away than this comes to the hand. */
const MAX_AT_HAND_M: Meters = 0.5
/** There it hangs before the hand, after this time. */
const AT_HAND_M: Meters = 0.25
const FETCH_TIME_S: Seconds = 0.25
const MIN_REEL_M: Meters = 0.12
const MAX_REEL_M: Meters = 6
/** Growth of the distance per second, and speed of the twist, with the stick fully pushed. */
const REEL_RATE_PER_S = 1.8
const TWIST_RAD_PER_S = 2.5

const UPRIGHT = new Vector3(0, 1, 0)
const twist = new Quaternion()

/** Lets a box that was taken from afar come to the hand, where that is wanted. */
export function startFetch(hand: InputSourceState, fetching: boolean): void {
  const distance = hand.grabOffset.length()
  // The ray of gaze and pinch begins between the eyes: nothing comes there.
  const comes = fetching && hand.source.targetRayMode !== 'transient-pointer'
  hand.fetchSpeed = comes && distance > MAX_AT_HAND_M ? (distance - AT_HAND_M) / FETCH_TIME_S : 0
}

/** The stick of the hand that holds a box sends it off or draws it near, and twists it. @returns whether there is a stick */
export function reelGrabbedBox(hand: InputSourceState, dt: Seconds): boolean {
  const { grabOffset, grabRotation, source } = hand
  const axes = source.gamepad?.axes
  const hasStick = axes !== undefined && axes.length >= 4
  const x = hasStick ? axes[2]! : 0
  const y = hasStick ? axes[3]! : 0
  const scale = computeDeadZoneScale(x, y)
  // A push of the stick ends the fetch.
  if (scale > 0) hand.fetchSpeed = 0
  const distance = grabOffset.length()
  if (hand.fetchSpeed > 0) {
    const next = Math.max(AT_HAND_M, distance - hand.fetchSpeed * dt)
    if (next === AT_HAND_M) hand.fetchSpeed = 0
    grabOffset.setLength(next)
  } else if (scale > 0 && distance > 1e-3) {
    const wanted = distance * Math.exp(-y * scale * REEL_RATE_PER_S * dt)
    grabOffset.setLength(Math.min(MAX_REEL_M, Math.max(MIN_REEL_M, wanted)))
    grabRotation.premultiply(twist.setFromAxisAngle(UPRIGHT, x * scale * TWIST_RAD_PER_S * dt))
  }
  return hasStick
}
