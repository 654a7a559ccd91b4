import type { Meters, Radians, Seconds } from '../../audio/units.ts'

type Point = [x: number, y: number, z: number]

/** What is to be seen, in the room. */
export type Subject = {
  /** The visitor's head; null while nobody is there. */
  visitor: Readonly<Point> | null
  /** Where the visitor looks. */
  forward: Readonly<Point>
  /** 3 a place: what sounds. */
  boxes: ArrayLike<number>
  count: number
  /** The song's middle, and how far away the whole of it is seen. */
  heart: Readonly<Point>
  away: Meters
}

/** A number on its way: critically damped, so that it neither jerks nor swings. */
type Gliding = { at: number; speed: number }

/** A camera on a crane: it looks at `target` from `distance` away, at `azimuth` (0: from +z) and `elevation`. */
export type Crane = {
  target: [Gliding, Gliding, Gliding]
  azimuth: Gliding
  elevation: Gliding
  distance: Gliding
  /** Where what sounds has been lately, and where the visitor has looked. */
  focus: Point
  gaze: Point
  /** The distance that was needed lately. */
  needed: Meters
  /** Which shoulder of the visitor it looks over. */
  side: 1 | -1
  drift: Radians
  seconds: Seconds
  /** What comes out. */
  eye: Point
  look: Point
}

/** Vertical, of a long lens: wide ones make small rooms of large screens. */
export const FIELD_OF_VIEW: Radians = (38 * Math.PI) / 180
/** How much of the half picture may be used; below, words are written. */
const WITHIN = { across: 0.8, above: 0.78, below: 0.7 }
const NEAREST: Meters = 4.2
const FARTHEST: Meters = 16
/** Seconds in which most of a way is done, and the highest speeds. */
const EASE = { target: 1.5, turn: 3.2, distance: 1.9 }
const FASTEST = { target: 1.1, across: 0.8, up: 0.4, distance: 0.9 }
/** Around a song by itself, radians a second. */
const DRIFT = 0.045
/** From behind the visitor, so far aside. */
const ASIDE: Radians = 0.7
/** From within a song boxes would hide everything: it stays so far outside, as a share of where all of it is seen. */
const OUTSIDE = 0.68
/** With a visitor, so much of the look is still the song's. */
const COMPANY = 0.22
const LOWEST: Meters = 0.5
const PARTS = [0.3, -0.25, -1.1] as const

const gliding = (at: number): Gliding => ({ at, speed: 0 })

export function createCrane(heart: Readonly<Point>, away: Meters): Crane {
  return {
    target: [gliding(heart[0]), gliding(heart[1]), gliding(heart[2])],
    azimuth: gliding(-0.52),
    elevation: gliding(0.26),
    distance: gliding(away),
    focus: [...heart],
    gaze: [0, 0, -1],
    needed: away,
    side: 1,
    drift: -0.52,
    seconds: 0,
    eye: [0, 2, away],
    look: [...heart],
  }
}

/** One step of a critically damped spring towards `goal` whose speed never exceeds `fastest`. */
function glide(value: Gliding, goal: number, ease: Seconds, fastest: number, dt: Seconds): void {
  const omega = 2 / ease
  const reach = fastest * ease
  const gap = Math.max(-reach, Math.min(reach, goal - value.at))
  // Implicit Euler: stable for any step.
  const speed = (value.speed + omega * omega * gap * dt) / (1 + 2 * omega * dt + omega * omega * dt * dt)
  value.speed = Math.max(-fastest, Math.min(fastest, speed))
  value.at += value.speed * dt
}

const shortest = (angle: Radians): Radians => Math.atan2(Math.sin(angle), Math.cos(angle))

/**
 * One step of the camera: it keeps the visitor and what sounds within the picture, turns slowly towards a place behind
 * the visitor's shoulder, and never hurries. Alone with a song it goes around it.
 * @param aspect width by height.
 */
export function followSubject(crane: Crane, subject: Subject, aspect: number, dt: Seconds): void {
  const { target, azimuth, elevation, distance, focus } = crane
  const { visitor, boxes, count, heart } = subject
  crane.seconds += dt
  gather(crane, subject, dt)
  for (let axis = 0; axis < 3; axis++) {
    const alone = heart[axis] as number
    const between = (((visitor?.[axis] ?? alone) as number) - (axis === 1 ? 0.35 : 0) + (focus[axis] as number)) / 2
    const goal = visitor ? between + (alone - between) * COMPANY : alone + ((focus[axis] as number) - alone) * 0.12
    glide(target[axis] as Gliding, goal, EASE.target, FASTEST.target, dt)
  }
  const round = FASTEST.across / Math.max(NEAREST, distance.at)
  glide(azimuth, azimuth.at + shortest(sideOf(crane, subject, dt) - azimuth.at), EASE.turn, round, dt)
  const height = (visitor ? 0.27 : 0.22) + 0.07 * Math.sin((crane.seconds * 2 * Math.PI) / 53)
  glide(elevation, height, EASE.turn, FASTEST.up / Math.max(NEAREST, distance.at), dt)

  let least = NEAREST
  if (visitor) {
    for (const part of PARTS)
      least = Math.max(least, neededFor(crane, aspect, visitor[0], visitor[1] + part, visitor[2]))
    for (let k = 0; k < count; k++) {
      const [x, y, z] = [boxes[k * 3], boxes[k * 3 + 1], boxes[k * 3 + 2]] as unknown as Point
      least = Math.max(least, neededFor(crane, aspect, x, y, z))
    }
    least = Math.max(least, outside(crane, heart, subject.away * OUTSIDE))
  } else least = subject.away * Math.max(1, 1.5 / aspect)
  least = Math.min(FARTHEST, least)
  // It steps back at once and comes closer late: boxes sound here and there.
  crane.needed = Math.max(least, crane.needed + (least - crane.needed) * (1 - Math.exp(-dt / 6)))
  glide(distance, crane.needed, EASE.distance, FASTEST.distance, dt)
  place(crane)
}

/** Where things have been lately. */
function gather({ focus, gaze }: Crane, { visitor, forward, boxes, count, heart }: Subject, dt: Seconds): void {
  const slowly = 1 - Math.exp(-dt / 2)
  const verySlowly = 1 - Math.exp(-dt / 5)
  for (let axis = 0; axis < 3; axis++) {
    let sum = 0
    for (let k = 0; k < count; k++) sum += boxes[k * 3 + axis] as number
    const middle = count > 0 ? sum / count : ((visitor ? focus : heart)[axis] as number)
    focus[axis] = (focus[axis] as number) + (middle - (focus[axis] as number)) * slowly
    gaze[axis] = (gaze[axis] as number) + ((forward[axis] as number) - (gaze[axis] as number)) * verySlowly
  }
}

/** Where from: over the visitor's shoulder and from outside the song, or ever on around it. */
function sideOf(crane: Crane, { visitor, heart }: Subject, dt: Seconds): Radians {
  const { gaze, azimuth } = crane
  if (!visitor) {
    crane.drift += DRIFT * dt
    // Whatever happened meanwhile, it goes on from here.
    if (Math.abs(shortest(crane.drift - azimuth.at)) > 0.4) crane.drift = azimuth.at + 0.3
    return crane.drift
  }
  crane.drift = azimuth.at
  const [outX, outZ] = [visitor[0] - heart[0], visitor[2] - heart[2]]
  // Nearly in the middle there is no outside.
  const out = 1.2 / Math.max(1.5, Math.hypot(outX, outZ))
  const [x, z] = [outX * out - gaze[0], outZ * out - gaze[2]]
  if (Math.hypot(x, z) < 0.25) return azimuth.at
  const behind = Math.atan2(x, z)
  const here = shortest(azimuth.at - behind)
  // The other shoulder only if that is much nearer.
  if (here * crane.side < -0.35) crane.side = crane.side === 1 ? -1 : 1
  return behind + crane.side * ASIDE + 0.16 * Math.sin((crane.seconds * 2 * Math.PI) / 41)
}

/** How far away the camera must be to be outside a sphere, looking at the target as it does. */
function outside({ target, azimuth, elevation }: Crane, heart: Readonly<Point>, radius: Meters): Meters {
  const [dx, dy, dz] = [target[0].at - heart[0], target[1].at - heart[1], target[2].at - heart[2]]
  const level = Math.cos(elevation.at)
  const along = dx * Math.sin(azimuth.at) * level + dy * Math.sin(elevation.at) + dz * Math.cos(azimuth.at) * level
  const inside = radius ** 2 - dx * dx - dy * dy - dz * dz + along * along
  return inside > 0 ? Math.sqrt(inside) - along : 0
}

/** How far away the camera must be for a point to be within the picture, looking at the target as it does. */
function neededFor({ target, azimuth, elevation }: Crane, aspect: number, x: Meters, y: Meters, z: Meters): Meters {
  const [dx, dy, dz] = [x - target[0].at, y - target[1].at, z - target[2].at]
  const [sa, ca, se, ce] = [Math.sin(azimuth.at), Math.cos(azimuth.at), Math.sin(elevation.at), Math.cos(elevation.at)]
  const across = Math.abs(ca * dx - sa * dz)
  const towards = ce * (sa * dx + ca * dz) + se * dy
  const up = ce * dy - se * (sa * dx + ca * dz)
  const high = Math.tan(FIELD_OF_VIEW / 2)
  const tall = Math.abs(up) / (high * (up > 0 ? WITHIN.above : WITHIN.below))
  return towards + Math.max(across / (high * aspect * WITHIN.across), tall, 1.2)
}

function place({ target, azimuth, elevation, distance, eye, look }: Crane): void {
  const level = Math.cos(elevation.at) * distance.at
  look[0] = target[0].at
  look[1] = target[1].at
  look[2] = target[2].at
  eye[0] = look[0] + Math.sin(azimuth.at) * level
  eye[1] = Math.max(LOWEST, look[1] + Math.sin(elevation.at) * distance.at)
  eye[2] = look[2] + Math.cos(azimuth.at) * level
}
