import { Quaternion, Vector3 } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'

/** A release is as fast as the hand was over this long before it: the last frame alone is mostly tremble. */
const VELOCITY_WINDOW_S: Seconds = 0.1
/** Where frames are few, the one before counts all the same, if it is not older than this. */
const MAX_SAMPLE_AGE_S: Seconds = 0.25
const MAX_SAMPLES = 32
/** However hard it is thrown, meters per second. */
const MAX_THROW_SPEED_M_PER_S = 3
/** Radians per second. */
const MAX_SPIN_RAD_PER_S = 9
/** No hand is this fast (meters per second) over this far: its tracking jumped, and what came before does not count. */
const MAX_HAND_SPEED_M_PER_S = 12
const MIN_TRACKING_JUMP_M: Meters = 0.25

/** Where a carried thing was lately, for the throw when it is let go. */
export type PoseHistory = {
  count: number
  /** The newest sample's place in the ring. */
  newest: number
  time: Float64Array
  /** 3 × samples. */
  position: Float32Array
  /** 4 × samples, quaternions. */
  quaternion: Float32Array
}

export const createPoseHistory = (): PoseHistory => ({
  count: 0,
  newest: 0,
  time: new Float64Array(MAX_SAMPLES),
  position: new Float32Array(MAX_SAMPLES * 3),
  quaternion: new Float32Array(MAX_SAMPLES * 4),
})

export function clearPoseHistory(trace: PoseHistory): void {
  trace.count = 0
}

/** Adds where the thing is now; `time` in seconds, growing. */
export function recordPose(trace: PoseHistory, time: Seconds, { x, y, z }: Vector3, turn: Quaternion): void {
  const { newest: head, count } = trace
  if (count > 0) {
    const j = head * 3
    const { position } = trace
    const way = Math.hypot(x - position[j]!, y - position[j + 1]!, z - position[j + 2]!)
    if (way > Math.max(MIN_TRACKING_JUMP_M, MAX_HAND_SPEED_M_PER_S * (time - trace.time[head]!))) trace.count = 0
  }
  trace.newest = (head + 1) % MAX_SAMPLES
  trace.count = Math.min(MAX_SAMPLES, trace.count + 1)
  trace.time[trace.newest] = time
  trace.position.set([x, y, z], trace.newest * 3)
  turn.toArray(trace.quaternion, trace.newest * 4)
}

const oldestPosition = new Vector3()
const oldestRotation = new Quaternion()
const deltaRotation = new Quaternion()

/**
 * How a thing leaves the hand: its mean velocity and turning over the last 0.1 s, capped.
 * @param now seconds; a hand that was lost for longer than 0.25 s throws nothing
 * @param velocity receives meters per second
 * @param spin receives the axis, as long as the radians per second
 */
export function computeReleaseVelocity(trace: PoseHistory, now: Seconds, velocity: Vector3, spin: Vector3): void {
  velocity.set(0, 0, 0)
  spin.set(0, 0, 0)
  const { count, newest: head, time, position, quaternion: turn } = trace
  const newest = time[head]!
  if (count < 2 || now - newest > MAX_SAMPLE_AGE_S) return
  let oldest = head
  for (let k = 1; k < count; k++) {
    const at = (head - k + MAX_SAMPLES) % MAX_SAMPLES
    if (newest - time[at]! > (k === 1 ? MAX_SAMPLE_AGE_S : VELOCITY_WINDOW_S)) break
    oldest = at
  }
  const took = newest - time[oldest]!
  if (took <= 0) return
  velocity.fromArray(position, head * 3).sub(oldestPosition.fromArray(position, oldest * 3))
  velocity.divideScalar(took).clampLength(0, MAX_THROW_SPEED_M_PER_S)
  deltaRotation.fromArray(turn, head * 4).multiply(oldestRotation.fromArray(turn, oldest * 4).invert())
  // The shorter way round.
  const side = deltaRotation.w < 0 ? -1 : 1
  const half = Math.acos(Math.min(1, deltaRotation.w * side))
  spin.set(deltaRotation.x, deltaRotation.y, deltaRotation.z)
  if (half > 1e-4) spin.setLength((side * 2 * half) / took).clampLength(0, MAX_SPIN_RAD_PER_S)
  else spin.set(0, 0, 0)
}

/** How much of its speed a flying thing keeps, per second: e^-DRAG. */
const DRAG_PER_S = 2.4
/** Below this speed (meters per second) it turns home. */
const HOMING_SPEED_M_PER_S = 0.35
/** Farther from home than this it does not fly on. */
const MAX_FLIGHT_DISTANCE_M: Meters = 4

/**
 * One step of a thrown thing's flight; it mutates `place` and `velocity`.
 * @param place 3 numbers at `j`: how far it is from home
 * @param velocity 3 numbers at `v`, in the same unit per second
 * @param unit how many of those units a meter is
 * @param lowest how far below (negative) or above home it may go
 * @returns how much it is drawn home by now: 0 while it flies, towards 1 when its flight is over
 */
export function stepFlight(
  place: Float32Array,
  j: number,
  velocity: Float32Array,
  v: number,
  dt: Seconds,
  unit: number,
  lowest: number,
): number {
  const kept = Math.exp(-DRAG_PER_S * dt)
  let far = 0
  let speed = 0
  for (let axis = 0; axis < 3; axis++) {
    const next = velocity[v + axis]! * kept
    velocity[v + axis] = next
    const to = place[j + axis]! + next * dt
    place[j + axis] = to
    far += to * to
    speed += next * next
  }
  if (place[j + 1]! < lowest) {
    place[j + 1] = lowest
    // It bounces, tired.
    velocity[v + 1] = Math.abs(velocity[v + 1]!) * 0.4
  }
  const farthest = MAX_FLIGHT_DISTANCE_M * unit
  if (far > farthest * farthest) {
    velocity.fill(0, v, v + 3)
    speed = 0
  }
  const slow = HOMING_SPEED_M_PER_S * unit
  return 1 / (1 + (speed / (slow * slow)) ** 2)
}
