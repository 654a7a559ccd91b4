import type { Meters, Seconds } from '../../audio/units.ts'
import { approach, EYE_HEIGHT, headingOf, liftFor } from '../geometry/motion.ts'
import { isCalm, type Live } from '../state/frame-state.ts'
import { alight } from './ride.ts'
import { bringToStart, farFromStart } from './rig.ts'

/** Who comes in farther than this from the path's beginning, or looks elsewhere, is brought there. */
const NEAR_START: Meters = 0.5
const LOOKING_ALONG = Math.PI / 3
/** Seated eyes this far from standing height mean that the visitor has stood up, or has sat down for a while. */
const TOO_HIGH: Meters = 0.3
const TOO_LOW: Meters = 0.25
const SAT_DOWN: Seconds = 0.8
const LIFT_SPEED = 0.7
const SINKING = 2
const CEILING: Meters = 12

/** In a headset, before anybody moves: back to the start if that was asked for, and eyes at their height. */
export function stand(live: Live, dt: Seconds): void {
  const { standing, visitor, preferences } = live
  const { seated } = preferences
  if (standing.call) {
    const heading = headingOf(live.ear.forward, live.ear.up)
    const { away, turned } = farFromStart(live, heading)
    if (live.floor) {
      // The path was laid for the real floor: both are brought together again.
      visitor.x = 0
      visitor.z = 0
      visitor.yaw = 0
    } else if (standing.call === 'recenter' || away > NEAR_START || turned > LOOKING_ALONG) bringToStart(live, heading)
    standing.call = null
    standing.seated = seated
    standing.flown = 0
    standing.lifting = liftFor(standing.head, seated)
    standing.lift = standing.lifting
    alight(live)
  }
  follow(live, dt)
  const calm = isCalm(live)
  standing.lift = approach(standing.lift, standing.lifting, calm ? Number.POSITIVE_INFINITY : LIFT_SPEED * dt)
  // Who no longer wants to fly must come down.
  if (!preferences.flying) standing.flown = approach(standing.flown, 0, calm ? standing.flown : SINKING * dt)
  visitor.y = standing.flown + standing.lift
}

/** The visitor says so, stands up or sits down. */
function follow({ standing, preferences: { seated } }: Live, dt: Seconds): void {
  const eyes = standing.head + standing.lifting
  standing.low = seated && eyes < EYE_HEIGHT - TOO_LOW ? standing.low + dt : 0
  if (seated !== standing.seated) {
    standing.seated = seated
    standing.lifting = seated ? liftFor(standing.head, true) : 0
  } else if (standing.low > SAT_DOWN || (standing.lifting > 0 && eyes > EYE_HEIGHT + TOO_HIGH))
    standing.lifting = liftFor(standing.head, seated)
}

/** Up and down, between the floor and where the song can be seen from above. */
export function fly({ standing, visitor }: Live, meters: Meters): void {
  standing.flown = Math.min(CEILING, Math.max(0, standing.flown + meters))
  visitor.y = standing.flown + standing.lift
}
