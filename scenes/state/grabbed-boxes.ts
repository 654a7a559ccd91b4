import type { Meters, Seconds } from '../../audio/units.ts'
import { stepFlight } from '../geometry/throw-physics.ts'

/** Boxes that can be grabbed, or still in flight after a throw, at the same time. */
export const MAX_GRABBED_BOXES = 4

/** Grabbed boxes and boxes on their way home: one slot each, all in the song's space. */
export type GrabSlots = {
  /** -1: a free slot. */
  chunk: Int32Array
  /** 1: grabbed; 0: released. */
  grabbed: Uint8Array
  /** 3 per slot: position that the hand asks for. */
  target: Float32Array
  /** 4 per slot: rotation, a unit quaternion. */
  quaternion: Float32Array
  /** 3 per slot: meters (of the song) per second. */
  velocity: Float32Array
  /** 3 per slot: axis of rotation, as long as the radians per second. */
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

/** @returns the slot of a grabbed or flying box, or -1. */
export const findGrabSlot = ({ chunk }: GrabSlots, box: number): number => (box < 0 ? -1 : chunk.indexOf(box))

/**
 * Grabs a box at its position.
 * @param positions 3 × N: positions of all boxes.
 * @returns its slot.
 */
export function grabBox(slots: GrabSlots, box: number, positions: Float32Array): number {
  const { chunk, grabbed, target, quaternion } = slots
  let slot = findGrabSlot(slots, box)
  if (slot < 0) {
    slot = chunk.indexOf(-1)
    // Without a free slot a flying box gives up its own: it stands upright at once.
    if (slot < 0) slot = Math.max(0, grabbed.indexOf(0))
    chunk[slot] = box
    quaternion.set(IDENTITY_QUATERNION, slot * 4)
  }
  grabbed[slot] = 1
  target.set(positions.subarray(box * 3, box * 3 + 3), slot * 3)
  stopBox(slots, slot)
  return slot
}

/** Releases a box at rest; a throw sets its velocity afterwards. */
export function releaseBox(slots: GrabSlots, box: number): void {
  const slot = findGrabSlot(slots, box)
  if (slot < 0) return
  slots.grabbed[slot] = 0
  stopBox(slots, slot)
}

function stopBox({ velocity, angularVelocity }: GrabSlots, slot: number): void {
  velocity.fill(0, slot * 3, slot * 3 + 3)
  angularVelocity.fill(0, slot * 3, slot * 3 + 3)
}

/** Frees all slots, when the boxes are replaced. */
export function clearGrabSlots({ chunk, grabbed }: GrabSlots): void {
  chunk.fill(-1)
  grabbed.fill(0)
}

export const listGrabbedChunks = ({ chunk, grabbed }: GrabSlots): number[] =>
  Array.from(chunk).filter((_, slot) => grabbed[slot] === 1)

const IDENTITY_QUATERNION = [0, 0, 0, 1] as const
/** Rate at which the displacement of a released box decays. */
export const HOMING_RATE_PER_S = 2.2
/** Rate at which its spin decays, and at which it turns upright. */
const SPIN_DECAY_PER_S = 2
const UPRIGHT_RATE_PER_S = 3

/**
 * Advances a released box by one frame, after all displacements decayed by HOMING_RATE_PER_S: inertial flight with
 * drag; the homing spring takes over as it slows.
 * @param displacement 3 × N: distance of each box from home; changed for this one.
 * @param lowest smallest vertical displacement allowed: the floor.
 * @param songMetersPerMeter length of a meter of the room in the song's space.
 */
export function stepReleasedBox(
  slots: GrabSlots,
  slot: number,
  displacement: Float32Array,
  lowest: Meters,
  songMetersPerMeter: number,
  dt: Seconds,
): void {
  const j = slots.chunk[slot]! * 3
  const undecay = Math.exp(dt * HOMING_RATE_PER_S)
  for (let axis = j; axis < j + 3; axis++) displacement[axis] = displacement[axis]! * undecay
  const pull = stepFlight(displacement, j, slots.velocity, slot * 3, dt, songMetersPerMeter, lowest)
  const decay = Math.exp(-dt * HOMING_RATE_PER_S * pull)
  let maxDisplacement = 0
  for (let axis = j; axis < j + 3; axis++) {
    const value = displacement[axis]! * decay
    displacement[axis] = value
    maxDisplacement = Math.max(maxDisplacement, Math.abs(value))
  }
  const tilt = settleRotation(slots, slot, dt, pull)
  if (pull > 0.9 && tilt < 1e-3 && maxDisplacement < 1e-3 * songMetersPerMeter) slots.chunk[slot] = -1
}

/** Turns a box on by its spin, then upright. @returns the length of the quaternion's vector part: 0 upright. */
function settleRotation({ quaternion, angularVelocity }: GrabSlots, slot: number, dt: Seconds, pull: number): number {
  const q = slot * 4
  const s = slot * 3
  const spinDecay = Math.exp(-dt * SPIN_DECAY_PER_S)
  const sx = (angularVelocity[s]! * dt) / 2
  const sy = (angularVelocity[s + 1]! * dt) / 2
  const sz = (angularVelocity[s + 2]! * dt) / 2
  for (let axis = s; axis < s + 3; axis++) angularVelocity[axis] = angularVelocity[axis]! * spinDecay
  const x = quaternion[q]!
  const y = quaternion[q + 1]!
  const z = quaternion[q + 2]!
  const w = quaternion[q + 3]!
  // dq/dt = spin · q / 2.
  let nx = x + sx * w + sy * z - sz * y
  let ny = y + sy * w + sz * x - sx * z
  let nz = z + sz * w + sx * y - sy * x
  let nw = w - sx * x - sy * y - sz * z
  const share = 1 - Math.exp(-dt * UPRIGHT_RATE_PER_S * pull)
  const uprightW = nw < 0 ? -1 : 1
  nx -= nx * share
  ny -= ny * share
  nz -= nz * share
  nw += (uprightW - nw) * share
  const length = Math.hypot(nx, ny, nz, nw) || 1
  quaternion[q] = nx / length
  quaternion[q + 1] = ny / length
  quaternion[q + 2] = nz / length
  quaternion[q + 3] = nw / length
  return Math.hypot(nx, ny, nz) / length
}
