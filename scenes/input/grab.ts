import { Quaternion, Vector3 } from 'three'
import { toRoom, toSong } from '../geometry/placement.ts'
import { clearTrace, record, releaseOf } from '../geometry/throw-physics.ts'
import type { Live } from '../state/frame-state.ts'
import { slotOf } from '../state/grabbed-boxes.ts'
import { type Hand, UP } from './input-source.ts'

const at: [number, number, number] = [0, 0, 0]
const wanted = new Vector3()
const turn = new Quaternion()
const heading = new Quaternion()
const velocity = new Vector3()
const spin = new Vector3()

/** The hand's box, which it has just taken, from now on keeps its place and its turn in the hand's frame. */
export function holdInHand(hand: Hand, live: Live): void {
  const { place, placement, carries } = live
  const j = hand.chunk * 3
  toRoom(placement, place[j] as number, place[j + 1] as number, place[j + 2] as number, at)
  turn.copy(hand.quaternion).invert()
  hand.grip.fromArray(at).sub(hand.position).applyQuaternion(turn)
  heading.setFromAxisAngle(UP, placement.yaw)
  hand.gripTurn.fromArray(carries.turn, slotOf(carries, hand.chunk) * 4)
  hand.gripTurn.premultiply(heading).premultiply(turn)
  clearTrace(hand.trace)
  carryInHand(hand, live)
}

export function carryInHand(hand: Hand, { placement, carries }: Live): void {
  const slot = slotOf(carries, hand.chunk)
  // Another song came while the hand was closed.
  if (slot < 0) return
  wanted.copy(hand.grip).applyQuaternion(hand.quaternion).add(hand.position)
  turn.copy(hand.quaternion).multiply(hand.gripTurn)
  record(hand.trace, performance.now() / 1000, wanted, turn)
  toSong(placement, wanted.x, wanted.y, wanted.z, at)
  carries.target.set(at, slot * 3)
  turn.premultiply(heading.setFromAxisAngle(UP, -placement.yaw)).toArray(carries.turn, slot * 4)
}

/** The box leaves the hand as fast as it was moved lately. */
export function throwFrom(hand: Hand, { placement, carries }: Live): void {
  const slot = slotOf(carries, hand.chunk)
  releaseOf(hand.trace, performance.now() / 1000, velocity, spin)
  velocity
    .applyAxisAngle(UP, -placement.yaw)
    .divideScalar(placement.scale)
    .toArray(carries.velocity, slot * 3)
  spin.applyAxisAngle(UP, -placement.yaw).toArray(carries.spin, slot * 3)
}
