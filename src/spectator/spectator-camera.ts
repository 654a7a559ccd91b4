import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { wrapAngle } from '../../scenes/geometry/math.ts'

type Point = [x: number, y: number, z: number]

/** What the camera frames, in room coordinates. */
export type CameraSubject = {
  /** The visitor's head; null without a visitor. */
  visitor: Readonly<Point> | null
  /** Direction of the visitor's gaze. */
  forward: Readonly<Point>
  /** Positions of sounding boxes, x y z each. */
  soundingPositions: ArrayLike<number>
  soundingCount: number
  /** The song's center, and the distance that shows all of it. */
  songCenter: Readonly<Point>
  songDistance: Meters
}

/** A critically damped value. */
type DampedValue = { value: number; velocity: number }

/** A camera that looks at `target` from `distance` away, at `azimuth` (0: from +z) and `elevation`. */
export type FollowCamera = {
  target: [DampedValue, DampedValue, DampedValue]
  azimuth: DampedValue
  elevation: DampedValue
  distance: DampedValue
  /** Smoothed position of sounding boxes, and smoothed gaze. */
  focus: Point
  gaze: Point
  /** Recently required distance; decays slowly. */
  requiredDistance: Meters
  /** The visitor's shoulder that it looks over. */
  shoulderSide: 1 | -1
  orbitAzimuth: Radians
  elapsed: Seconds
  /** The resulting pose. */
  position: Point
  lookAt: Point
}

/** A long lens: wide ones make rooms on large screens look small. */
export const VERTICAL_FOV_RAD: Radians = (38 * Math.PI) / 180
/** Fractions of the half picture that subjects may fill; captions are below. */
const SAFE_AREA = { across: 0.8, above: 0.78, below: 0.7 }
const MIN_DISTANCE: Meters = 4.2
const MAX_DISTANCE: Meters = 16
/** Smoothing times and maximum speeds. */
const SMOOTH_TIMES_S = { target: 1.5, turn: 3.2, distance: 1.9 }
const MAX_SPEEDS = { target: 1.1, across: 0.8, up: 0.4, distance: 0.9 }
/** Orbit around a song without a visitor. */
const ORBIT_SPEED_RAD_S = 0.045
/** Angle between the camera and the direction behind the visitor. */
const SHOULDER_ANGLE: Radians = 0.7
/** Inside a song boxes block the view: the least distance from its center, relative to `songDistance`. */
const MIN_SONG_DISTANCE_RATIO = 0.68
/** Weight of the song's center in the target when there is a visitor. */
const SONG_WEIGHT = 0.22
const MIN_CAMERA_HEIGHT: Meters = 0.5
const BODY_OFFSETS_M = [0.3, -0.25, -1.1] as const

const createDampedValue = (at: number): DampedValue => ({ value: at, velocity: 0 })

export function createFollowCamera(songCenter: Readonly<Point>, songDistance: Meters): FollowCamera {
  return {
    target: [createDampedValue(songCenter[0]), createDampedValue(songCenter[1]), createDampedValue(songCenter[2])],
    azimuth: createDampedValue(-0.52),
    elevation: createDampedValue(0.26),
    distance: createDampedValue(songDistance),
    focus: [...songCenter],
    gaze: [0, 0, -1],
    requiredDistance: songDistance,
    shoulderSide: 1,
    orbitAzimuth: -0.52,
    elapsed: 0,
    position: [0, 2, songDistance],
    lookAt: [...songCenter],
  }
}

/** One step of a critically damped spring toward `goal`, never faster than `maxSpeed`. */
function smoothDamp(value: DampedValue, goal: number, smoothTime: Seconds, maxSpeed: number, dt: Seconds): void {
  const omega = 2 / smoothTime
  const maxGap = maxSpeed * smoothTime
  const gap = Math.max(-maxGap, Math.min(maxGap, goal - value.value))
  // Implicit Euler, stable for any step.
  const speed = (value.velocity + omega * omega * gap * dt) / (1 + 2 * omega * dt + omega * omega * dt * dt)
  value.velocity = Math.max(-maxSpeed, Math.min(maxSpeed, speed))
  value.value += value.velocity * dt
}

/**
 * One step of the camera: keeps the visitor and sounding boxes in the picture and moves slowly behind the visitor's
 * shoulder; without a visitor it orbits the song.
 * @param aspect width / height
 */
export function updateFollowCamera(camera: FollowCamera, subject: CameraSubject, aspect: number, dt: Seconds): void {
  const { target, azimuth, elevation, distance, focus } = camera
  const { visitor, soundingPositions: positions, soundingCount: count, songCenter } = subject
  camera.elapsed += dt
  updateFocus(camera, subject, dt)
  for (let axis = 0; axis < 3; axis++) {
    const alone = songCenter[axis] as number
    const between = (((visitor?.[axis] ?? alone) as number) - (axis === 1 ? 0.35 : 0) + (focus[axis] as number)) / 2
    const goal = visitor ? between + (alone - between) * SONG_WEIGHT : alone + ((focus[axis] as number) - alone) * 0.12
    smoothDamp(target[axis] as DampedValue, goal, SMOOTH_TIMES_S.target, MAX_SPEEDS.target, dt)
  }
  const maxTurnSpeed = MAX_SPEEDS.across / Math.max(MIN_DISTANCE, distance.value)
  smoothDamp(
    azimuth,
    azimuth.value + wrapAngle(computeTargetAzimuth(camera, subject, dt) - azimuth.value),
    SMOOTH_TIMES_S.turn,
    maxTurnSpeed,
    dt,
  )
  const height = (visitor ? 0.27 : 0.22) + 0.07 * Math.sin((camera.elapsed * 2 * Math.PI) / 53)
  smoothDamp(elevation, height, SMOOTH_TIMES_S.turn, MAX_SPEEDS.up / Math.max(MIN_DISTANCE, distance.value), dt)

  let minDistance = MIN_DISTANCE
  if (visitor) {
    for (const part of BODY_OFFSETS_M)
      minDistance = Math.max(
        minDistance,
        computeDistanceToFit(camera, aspect, visitor[0], visitor[1] + part, visitor[2]),
      )
    for (let k = 0; k < count; k++) {
      const [x, y, z] = [positions[k * 3], positions[k * 3 + 1], positions[k * 3 + 2]] as unknown as Point
      minDistance = Math.max(minDistance, computeDistanceToFit(camera, aspect, x, y, z))
    }
    minDistance = Math.max(
      minDistance,
      computeDistanceOutside(camera, songCenter, subject.songDistance * MIN_SONG_DISTANCE_RATIO),
    )
  } else minDistance = subject.songDistance * Math.max(1, 1.5 / aspect)
  minDistance = Math.min(MAX_DISTANCE, minDistance)
  // Moves back at once and closer slowly, because sounding boxes change often.
  camera.requiredDistance = Math.max(
    minDistance,
    camera.requiredDistance + (minDistance - camera.requiredDistance) * (1 - Math.exp(-dt / 6)),
  )
  smoothDamp(distance, camera.requiredDistance, SMOOTH_TIMES_S.distance, MAX_SPEEDS.distance, dt)
  updateCameraPose(camera)
}

/** Updates the smoothed focus and gaze. */
function updateFocus(
  { focus, gaze }: FollowCamera,
  { visitor, forward, soundingPositions: positions, soundingCount: count, songCenter }: CameraSubject,
  dt: Seconds,
): void {
  const slowly = 1 - Math.exp(-dt / 2)
  const verySlowly = 1 - Math.exp(-dt / 5)
  for (let axis = 0; axis < 3; axis++) {
    let sum = 0
    for (let k = 0; k < count; k++) sum += positions[k * 3 + axis] as number
    const middle = count > 0 ? sum / count : ((visitor ? focus : songCenter)[axis] as number)
    focus[axis] = (focus[axis] as number) + (middle - (focus[axis] as number)) * slowly
    gaze[axis] = (gaze[axis] as number) + ((forward[axis] as number) - (gaze[axis] as number)) * verySlowly
  }
}

/** Over the visitor's shoulder and outside the song, or along the orbit. */
function computeTargetAzimuth(camera: FollowCamera, { visitor, songCenter }: CameraSubject, dt: Seconds): Radians {
  const { gaze, azimuth } = camera
  if (!visitor) {
    camera.orbitAzimuth += ORBIT_SPEED_RAD_S * dt
    // After a visit the orbit continues from the current azimuth.
    if (Math.abs(wrapAngle(camera.orbitAzimuth - azimuth.value)) > 0.4) camera.orbitAzimuth = azimuth.value + 0.3
    return camera.orbitAzimuth
  }
  camera.orbitAzimuth = azimuth.value
  const [outX, outZ] = [visitor[0] - songCenter[0], visitor[2] - songCenter[2]]
  // Near the center, the direction outward is undefined.
  const out = 1.2 / Math.max(1.5, Math.hypot(outX, outZ))
  const [x, z] = [outX * out - gaze[0], outZ * out - gaze[2]]
  if (Math.hypot(x, z) < 0.25) return azimuth.value
  const behind = Math.atan2(x, z)
  const here = wrapAngle(azimuth.value - behind)
  // Changes the shoulder only if the other is much nearer.
  if (here * camera.shoulderSide < -0.35) camera.shoulderSide = camera.shoulderSide === 1 ? -1 : 1
  return behind + camera.shoulderSide * SHOULDER_ANGLE + 0.16 * Math.sin((camera.elapsed * 2 * Math.PI) / 41)
}

/** The least distance at which the camera is outside a sphere, in its current direction. */
function computeDistanceOutside(
  { target, azimuth, elevation }: FollowCamera,
  songCenter: Readonly<Point>,
  radius: Meters,
): Meters {
  const [dx, dy, dz] = [
    target[0].value - songCenter[0],
    target[1].value - songCenter[1],
    target[2].value - songCenter[2],
  ]
  const level = Math.cos(elevation.value)
  const along =
    dx * Math.sin(azimuth.value) * level + dy * Math.sin(elevation.value) + dz * Math.cos(azimuth.value) * level
  const inside = radius ** 2 - dx * dx - dy * dy - dz * dz + along * along
  return inside > 0 ? Math.sqrt(inside) - along : 0
}

/** The least distance at which a point is in the picture, in the camera's current direction. */
function computeDistanceToFit(
  { target, azimuth, elevation }: FollowCamera,
  aspect: number,
  x: Meters,
  y: Meters,
  z: Meters,
): Meters {
  const [dx, dy, dz] = [x - target[0].value, y - target[1].value, z - target[2].value]
  const [sa, ca, se, ce] = [
    Math.sin(azimuth.value),
    Math.cos(azimuth.value),
    Math.sin(elevation.value),
    Math.cos(elevation.value),
  ]
  const across = Math.abs(ca * dx - sa * dz)
  const towards = ce * (sa * dx + ca * dz) + se * dy
  const up = ce * dy - se * (sa * dx + ca * dz)
  const high = Math.tan(VERTICAL_FOV_RAD / 2)
  const tall = Math.abs(up) / (high * (up > 0 ? SAFE_AREA.above : SAFE_AREA.below))
  return towards + Math.max(across / (high * aspect * SAFE_AREA.across), tall, 1.2)
}

function updateCameraPose({ target, azimuth, elevation, distance, position: eye, lookAt: look }: FollowCamera): void {
  const level = Math.cos(elevation.value) * distance.value
  look[0] = target[0].value
  look[1] = target[1].value
  look[2] = target[2].value
  eye[0] = look[0] + Math.sin(azimuth.value) * level
  eye[1] = Math.max(MIN_CAMERA_HEIGHT, look[1] + Math.sin(elevation.value) * distance.value)
  eye[2] = look[2] + Math.cos(azimuth.value) * level
}
