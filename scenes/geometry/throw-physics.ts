import type { Meters, Seconds } from '../../audio/units.ts'

/** The release velocity is the mean over this window: the last frame alone is mostly tremor. */
const VELOCITY_WINDOW_S: Seconds = 0.1
/** At low frame rates the one sample before the newest counts up to this age. */
const MAX_SAMPLE_AGE_S: Seconds = 0.25
const MAX_SAMPLES = 32
const MAX_THROW_SPEED_M_PER_S = 3
const MAX_SPIN_RAD_PER_S = 9
/** A step both faster and longer than these is a jump of the tracking: earlier samples are discarded. */
const MAX_HAND_SPEED_M_PER_S = 12
const MIN_TRACKING_JUMP_M: Meters = 0.25

type Vector = { x: number; y: number; z: number }
type Orientation = Readonly<Vector> & { readonly w: number }

/** Ring buffer of the recent poses of a grabbed box, for the throw when it is released. */
export type PoseHistory = {
  count: number
  /** Index of the newest sample. */
  newest: number
  /** Seconds, ascending from the oldest sample on. */
  time: Float64Array
  /** 3 × MAX_SAMPLES. */
  position: Float32Array
  /** 4 × MAX_SAMPLES, unit quaternions. */
  quaternion: Float32Array
}

export const createPoseHistory = (): PoseHistory => ({
  count: 0,
  newest: 0,
  time: new Float64Array(MAX_SAMPLES),
  position: new Float32Array(MAX_SAMPLES * 3),
  quaternion: new Float32Array(MAX_SAMPLES * 4),
})

export function clearPoseHistory(history: PoseHistory): void {
  history.count = 0
}

/** Adds a pose; `time` in seconds must not decrease. */
export function recordPose(history: PoseHistory, time: Seconds, { x, y, z }: Vector, rotation: Orientation): void {
  const { newest, count, position, quaternion } = history
  if (count > 0) {
    const j = newest * 3
    const distance = Math.hypot(x - position[j]!, y - position[j + 1]!, z - position[j + 2]!)
    if (distance > Math.max(MIN_TRACKING_JUMP_M, MAX_HAND_SPEED_M_PER_S * (time - history.time[newest]!)))
      history.count = 0
  }
  const next = (newest + 1) % MAX_SAMPLES
  history.newest = next
  history.count = Math.min(MAX_SAMPLES, history.count + 1)
  history.time[next] = time
  position[next * 3] = x
  position[next * 3 + 1] = y
  position[next * 3 + 2] = z
  quaternion[next * 4] = rotation.x
  quaternion[next * 4 + 1] = rotation.y
  quaternion[next * 4 + 2] = rotation.z
  quaternion[next * 4 + 3] = rotation.w
}

/**
 * Computes the mean velocity over the last VELOCITY_WINDOW_S, capped; zero if the hand was lost for MAX_SAMPLE_AGE_S.
 * @param now seconds, on the clock of `recordPose`.
 * @param velocity receives meters per second.
 * @param angularVelocity receives the axis of rotation, as long as the radians per second.
 */
export function computeReleaseVelocity(
  history: PoseHistory,
  now: Seconds,
  velocity: Vector,
  angularVelocity: Vector,
): void {
  setVector(velocity, 0, 0, 0)
  setVector(angularVelocity, 0, 0, 0)
  const { count, newest, time, position, quaternion } = history
  const newestTime = time[newest]!
  if (count < 2 || now - newestTime > MAX_SAMPLE_AGE_S) return
  let oldest = newest
  for (let k = 1; k < count; k++) {
    const index = (newest - k + MAX_SAMPLES) % MAX_SAMPLES
    if (newestTime - time[index]! > (k === 1 ? MAX_SAMPLE_AGE_S : VELOCITY_WINDOW_S)) break
    oldest = index
  }
  const elapsed = newestTime - time[oldest]!
  if (elapsed <= 0) return
  const a = oldest * 3
  const b = newest * 3
  setVector(
    velocity,
    position[b]! - position[a]!,
    position[b + 1]! - position[a + 1]!,
    position[b + 2]! - position[a + 2]!,
  )
  scaleToLength(velocity, Math.min(MAX_THROW_SPEED_M_PER_S, lengthOf(velocity) / elapsed))
  const angle = writeRotationBetween(quaternion, oldest * 4, newest * 4, angularVelocity)
  scaleToLength(angularVelocity, Math.min(MAX_SPIN_RAD_PER_S, angle / elapsed))
}

/**
 * Writes the axis of the rotation newest · oldest⁻¹ into `axis`, on the shorter way around.
 * @returns its angle in radians; 0 below 0.2 mrad, where the axis is noise.
 */
function writeRotationBetween(quaternion: Float32Array, oldest: number, newest: number, axis: Vector): number {
  const ax = -quaternion[oldest]!
  const ay = -quaternion[oldest + 1]!
  const az = -quaternion[oldest + 2]!
  const aw = quaternion[oldest + 3]!
  const bx = quaternion[newest]!
  const by = quaternion[newest + 1]!
  const bz = quaternion[newest + 2]!
  const bw = quaternion[newest + 3]!
  const w = bw * aw - bx * ax - by * ay - bz * az
  const sign = w < 0 ? -1 : 1
  const half = Math.acos(Math.min(1, w * sign))
  setVector(
    axis,
    sign * (bx * aw + bw * ax + by * az - bz * ay),
    sign * (by * aw + bw * ay + bz * ax - bx * az),
    sign * (bz * aw + bw * az + bx * ay - by * ax),
  )
  return half > 1e-4 ? half * 2 : 0
}

const lengthOf = ({ x, y, z }: Vector): number => Math.hypot(x, y, z)

function setVector(vector: Vector, x: number, y: number, z: number): void {
  vector.x = x
  vector.y = y
  vector.z = z
}

function scaleToLength(vector: Vector, length: number): void {
  const factor = length / (lengthOf(vector) || 1)
  setVector(vector, vector.x * factor, vector.y * factor, vector.z * factor)
}

/** Decay of a thrown box's speed: it keeps e^(-DRAG_PER_S) of it per second. */
const DRAG_PER_S = 2.4
/** Around this speed the pull home takes over from the flight. */
const HOMING_SPEED_M_PER_S = 0.35
/** A box this far from home stops. */
const MAX_FLIGHT_DISTANCE_M: Meters = 4
/** Share of its speed that a box keeps when it bounces off the floor. */
const BOUNCE_RESTITUTION = 0.4

/**
 * Advances a thrown box by one frame: inertial flight with drag; it changes `displacement` and `velocity`.
 * @param displacement 3 numbers from index `j` on: distance from home.
 * @param velocity 3 numbers from index `v` on, in the same unit per second.
 * @param unitsPerMeter length of a meter in that unit.
 * @param lowest smallest vertical displacement allowed: the floor.
 * @returns strength of the pull home: 0 in fast flight, towards 1 when the box is slow.
 */
export function stepFlight(
  displacement: Float32Array,
  j: number,
  velocity: Float32Array,
  v: number,
  dt: Seconds,
  unitsPerMeter: number,
  lowest: number,
): number {
  const decay = Math.exp(-DRAG_PER_S * dt)
  let distanceSquared = 0
  let speedSquared = 0
  for (let axis = 0; axis < 3; axis++) {
    const speed = velocity[v + axis]! * decay
    velocity[v + axis] = speed
    const distance = displacement[j + axis]! + speed * dt
    displacement[j + axis] = distance
    distanceSquared += distance * distance
    speedSquared += speed * speed
  }
  if (displacement[j + 1]! < lowest) {
    displacement[j + 1] = lowest
    velocity[v + 1] = Math.abs(velocity[v + 1]!) * BOUNCE_RESTITUTION
  }
  const maxDistance = MAX_FLIGHT_DISTANCE_M * unitsPerMeter
  if (distanceSquared > maxDistance * maxDistance) {
    velocity.fill(0, v, v + 3)
    speedSquared = 0
  }
  const homingSpeed = HOMING_SPEED_M_PER_S * unitsPerMeter
  return 1 / (1 + (speedSquared / (homingSpeed * homingSpeed)) ** 2)
}
