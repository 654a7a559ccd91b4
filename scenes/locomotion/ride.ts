import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { EYE_HEIGHT, speedTowards } from '../geometry/motion.ts'
import { pathPoint } from '../geometry/path-curve.ts'
import { toRoom } from '../geometry/placement.ts'
import { isCalm, type Live } from '../state/frame-state.ts'

/** Meters a second, each second: gentler than a tram. */
const ACCELERATION = 0.9
/** A pause is not waited for. */
const BRAKING = 1.5
/** Catching up with the music, on top of its own pace. */
const FASTEST = 1.2
const RATE = 1.6
/** Farther behind than this, after a seek or on boarding, one is put on the path instead of being pulled there. */
const FAR: Meters = 2.5
/** A rider may step so far aside and stays there. */
const ASIDE: Meters = 0.6

const point = new Float64Array(3)
const onPath: [x: number, y: number, z: number] = [0, 0, 0]

/** Where the song is on the path; its heading is left in `point`. */
function findSong({ course, placement, time }: Live): void {
  pathPoint(course, time * course.pace, point)
  toRoom(placement, point[0] as Meters, 0, point[1] as Meters, onPath)
}

/**
 * Ride: the path carries the head along in time with the music. It sets off and catches up with gentle acceleration,
 * stops where the music pauses, and leaves own steps alone.
 * @param worn in a headset one is put on the path when far from it; a camera may fly there.
 * @returns meters a second.
 */
export function ride(live: Live, worn: boolean, dt: Seconds): number {
  const { visitor, ear, course, placement, ride: now, standing } = live
  const playing = live.playback?.playing ?? false
  findSong(live)
  now.asideX += standing.stepX
  now.asideZ += standing.stepZ
  const aside = Math.hypot(now.asideX, now.asideZ)
  if (!now.aboard || aside > ASIDE) {
    const kept = now.aboard ? ASIDE / aside : 0
    now.asideX *= kept
    now.asideZ *= kept
  }
  now.aboard = true
  const behindX = onPath[0] + now.asideX - ear.position[0]
  const behindZ = onPath[2] + now.asideZ - ear.position[2]
  const behind = Math.hypot(behindX, behindZ)
  let wantedX = 0
  let wantedZ = 0
  if (playing) {
    const heading = placement.yaw + (point[2] as Radians)
    const pace = course.pace * placement.scale
    wantedX = -Math.sin(heading) * pace
    wantedZ = -Math.cos(heading) * pace
    if (isCalm(live) || behind > FAR) {
      const pull = worn || isCalm(live) ? 1 : 1 - Math.exp(-dt * 2.5)
      visitor.x += behindX * pull
      visitor.z += behindZ * pull
      now.x = wantedX
      now.z = wantedZ
      return pace
    }
    const catching = behind > 0 ? speedTowards(behind, FASTEST, ACCELERATION * 0.6, RATE) / behind : 0
    wantedX += behindX * catching
    wantedZ += behindZ * catching
  }
  const missing = Math.hypot(wantedX - now.x, wantedZ - now.z)
  const change = (playing ? ACCELERATION : BRAKING) * dt
  const share = isCalm(live) || missing <= change ? 1 : change / missing
  now.x += (wantedX - now.x) * share
  now.z += (wantedZ - now.z) * share
  visitor.x += now.x * dt
  visitor.z += now.z * dt
  return Math.hypot(now.x, now.z)
}

/** Not carried, or no longer. */
export function alight({ ride }: Live): void {
  ride.aboard = false
  ride.x = 0
  ride.z = 0
}

const FASTEST_TURN = 0.6
/** From here on outwards a rider looks back at the form instead of along the path. */
const OUTSIDE: Meters = 2.2

/** Where a rider looks: along the path at first, at the form once it can be seen as a whole. */
function headingOfRide({ ear }: Live): Radians {
  const [x, , z] = ear.position
  return Math.hypot(x, z) > OUTSIDE ? Math.atan2(x, z) : (point[2] as number)
}

/**
 * After `ride` on a flat screen: the eyes come round, unless the visitor is looking around. Never in a headset, where
 * only the wearer turns the view.
 */
export function lookAhead(live: Live, dt: Seconds): void {
  if (live.looking || live.handheld) return
  const turn = headingOfRide(live) - live.visitor.yaw
  const shortest = Math.atan2(Math.sin(turn), Math.cos(turn))
  const eased = shortest * (1 - Math.exp(-dt * 1.2))
  live.visitor.yaw += Math.max(-FASTEST_TURN * dt, Math.min(FASTEST_TURN * dt, eased))
}

/** Boards the ride where the song is now: for a visitor who was not in the room before. */
export function boardRide(live: Live): void {
  const { visitor, ear } = live
  findSong(live)
  alight(live)
  visitor.x = onPath[0]
  visitor.z = onPath[2]
  ear.position = [visitor.x, EYE_HEIGHT, visitor.z]
  visitor.yaw = headingOfRide(live)
  visitor.pitch = 0
}
