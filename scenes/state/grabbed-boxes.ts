import type { Seconds } from '../../audio/units.ts'
import { stepFlight } from '../geometry/throw-physics.ts'

/** So many boxes can be in hands, or still turning in the air after a throw. */
export const MAX_GRABBED_BOXES = 4

/** Boxes in hands, and those on their way home: one slot each, all in the song's space. */
export type GrabSlots = {
  /** -1: a free slot. */
  chunk: Int32Array
  /** 1: in a hand. */
  grabbed: Uint8Array
  /** 3 a slot: where the hand wants it. */
  target: Float32Array
  /** 4 a slot: how it is turned in the hand; quaternions. */
  quaternion: Float32Array
  /** 3 a slot: where it flies, meters (of the song) per second. */
  velocity: Float32Array
  /** 3 a slot: the axis it turns about, as long as the radians per second. */
  angularVelocity: Float32Array
}

export const createGrabSlots = (): GrabSlots => ({
  chunk: new Int32Array(MAX_GRABBED_BOXES).fill(-1),
  grabbed: new Uint8Array(MAX_GRABBED_BOXES),
  target: new Float32Array(MAX_GRABBED_BOXES * 3),
  quaternion: new Float32Array(MAX_GRABBED_BOXES * 4),
  velocity: new Float32Array(MAX_GRABBED_BOXES * 3),
  angularVelocity: new Float32Array(MAX_GRABBED_BOXES * 3),
})

/** @returns the slot of a box in a hand or in the air, or -1. */
export const findGrabSlot = ({ chunk }: GrabSlots, box: number): number => (box < 0 ? -1 : chunk.indexOf(box))

/** A hand takes a box where it hangs. @returns its slot. */
export function grabBox(carries: GrabSlots, box: number, place: Float32Array): number {
  const { chunk, grabbed: held, target, quaternion: turn } = carries
  let slot = findGrabSlot(carries, box)
  if (slot < 0) {
    slot = chunk.indexOf(-1)
    // The oldest box in the air stands upright at once instead of turning on.
    if (slot < 0) slot = Math.max(0, held.indexOf(0))
    chunk[slot] = box
    turn.set(IDENTITY_QUATERNION, slot * 4)
  }
  held[slot] = 1
  target.set(place.subarray(box * 3, box * 3 + 3), slot * 3)
  stopBox(carries, slot)
  return slot
}

/** The hand opens. */
export function releaseBox(carries: GrabSlots, box: number): void {
  const slot = findGrabSlot(carries, box)
  if (slot < 0) return
  carries.grabbed[slot] = 0
  stopBox(carries, slot)
}

function stopBox({ velocity, angularVelocity: spin }: GrabSlots, slot: number): void {
  velocity.fill(0, slot * 3, slot * 3 + 3)
  spin.fill(0, slot * 3, slot * 3 + 3)
}

/** Of other boxes nothing is carried. */
export function clearGrabSlots({ chunk, grabbed: held }: GrabSlots): void {
  chunk.fill(-1)
  held.fill(0)
}

/** The boxes in hands. */
export const listGrabbedChunks = ({ chunk, grabbed: held }: GrabSlots): number[] =>
  Array.from(chunk).filter((_, slot) => held[slot] === 1)

const IDENTITY_QUATERNION = [0, 0, 0, 1] as const
/** A box that is let go is drawn home by this rate, per second. */
export const HOMING_RATE = 2.2

/**
 * One step of a box in the air, after all boxes were drawn home by HOMEWARD: it flies on, tires and turns upright, and
 * only then gives in to the pull.
 * @param shift 3 × N, how far each box is from home; changed for this one
 * @param lowest how far below home it may go
 * @param unit how many of the song's meters a meter of the room is
 */
export function stepReleasedBox(
  carries: GrabSlots,
  slot: number,
  shift: Float32Array,
  lowest: number,
  unit: number,
  dt: Seconds,
): void {
  const j = carries.chunk[slot]! * 3
  const givenBack = Math.exp(dt * HOMING_RATE)
  for (let axis = j; axis < j + 3; axis++) shift[axis] = shift[axis]! * givenBack
  const drawn = stepFlight(shift, j, carries.velocity, slot * 3, dt, unit, lowest)
  const kept = Math.exp(-dt * HOMING_RATE * drawn)
  let away = 0
  for (let axis = j; axis < j + 3; axis++) {
    const left = shift[axis]! * kept
    shift[axis] = left
    away = Math.max(away, Math.abs(left))
  }
  const turned = settleRotation(carries, slot, dt, drawn)
  if (drawn > 0.9 && turned < 1e-3 && away < 1e-3 * unit) carries.chunk[slot] = -1
}

/** Turns on with its spin, then upright. @returns how far from upright it is. */
function settleRotation(
  { quaternion: turn, angularVelocity: spin }: GrabSlots,
  slot: number,
  dt: Seconds,
  drawn: number,
): number {
  const q = slot * 4
  const s = slot * 3
  const kept = Math.exp(-dt * 2)
  const sx = (spin[s]! * dt) / 2
  const sy = (spin[s + 1]! * dt) / 2
  const sz = (spin[s + 2]! * dt) / 2
  for (let axis = s; axis < s + 3; axis++) spin[axis] = spin[axis]! * kept
  const x = turn[q]!
  const y = turn[q + 1]!
  const z = turn[q + 2]!
  const w = turn[q + 3]!
  // dq/dt = spin * q / 2
  let nx = x + sx * w + sy * z - sz * y
  let ny = y + sy * w + sz * x - sx * z
  let nz = z + sz * w + sx * y - sy * x
  let nw = w - sx * x - sy * y - sz * z
  const upright = 1 - Math.exp(-dt * 3 * drawn)
  const side = nw < 0 ? -1 : 1
  nx -= nx * upright
  ny -= ny * upright
  nz -= nz * upright
  nw += (side - nw) * upright
  const length = Math.hypot(nx, ny, nz, nw) || 1
  turn[q] = nx / length
  turn[q + 1] = ny / length
  turn[q + 2] = nz / length
  turn[q + 3] = nw / length
  return Math.hypot(nx, ny, nz) / length
}
