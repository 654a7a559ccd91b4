import { Quaternion, Vector3 } from 'three'
import { roomToSong, songToRoom } from '../geometry/placement.ts'
import { clearPoseHistory, computeReleaseVelocity, recordPose } from '../geometry/throw-physics.ts'
import type { FrameState } from '../state/frame-state.ts'
import { findGrabSlot } from '../state/grabbed-boxes.ts'
import { type InputSourceState, UP } from './input-source-state.ts'

const scratchPoint: [number, number, number] = [0, 0, 0]
const targetPosition = new Vector3()
const scratchQuaternion = new Quaternion()
const headingRotation = new Quaternion()
const velocity = new Vector3()
const angularVelocity = new Vector3()

/** The hand's box, which it has just taken, from now on keeps its place and its turn in the hand's frame. */
export function attachGrabbedBox(hand: InputSourceState, frameState: FrameState): void {
  const {
    boxes: { position: place, grabSlots: carries },
    placement,
  } = frameState
  const j = hand.grabbedChunk * 3
  songToRoom(placement, place[j]!, place[j + 1]!, place[j + 2]!, scratchPoint)
  scratchQuaternion.copy(hand.quaternion).invert()
  hand.grabOffset.fromArray(scratchPoint).sub(hand.position).applyQuaternion(scratchQuaternion)
  headingRotation.setFromAxisAngle(UP, placement.yaw)
  hand.grabRotation.fromArray(carries.quaternion, findGrabSlot(carries, hand.grabbedChunk) * 4)
  hand.grabRotation.premultiply(headingRotation).premultiply(scratchQuaternion)
  clearPoseHistory(hand.poseHistory)
  moveGrabbedBox(hand, frameState)
}

export function moveGrabbedBox(hand: InputSourceState, { boxes: { grabSlots: carries }, placement }: FrameState): void {
  const slot = findGrabSlot(carries, hand.grabbedChunk)
  // Another song came while the hand was closed.
  if (slot < 0) return
  targetPosition.copy(hand.grabOffset).applyQuaternion(hand.quaternion).add(hand.position)
  scratchQuaternion.copy(hand.quaternion).multiply(hand.grabRotation)
  recordPose(hand.poseHistory, performance.now() / 1000, targetPosition, scratchQuaternion)
  roomToSong(placement, targetPosition.x, targetPosition.y, targetPosition.z, scratchPoint)
  carries.target.set(scratchPoint, slot * 3)
  scratchQuaternion
    .premultiply(headingRotation.setFromAxisAngle(UP, -placement.yaw))
    .toArray(carries.quaternion, slot * 4)
}

/** The box leaves the hand as fast as it was moved lately. */
export function throwGrabbedBox(
  hand: InputSourceState,
  { boxes: { grabSlots: carries }, placement }: FrameState,
): void {
  const slot = findGrabSlot(carries, hand.grabbedChunk)
  computeReleaseVelocity(hand.poseHistory, performance.now() / 1000, velocity, angularVelocity)
  velocity
    .applyAxisAngle(UP, -placement.yaw)
    .divideScalar(placement.scale)
    .toArray(carries.velocity, slot * 3)
  angularVelocity.applyAxisAngle(UP, -placement.yaw).toArray(carries.angularVelocity, slot * 3)
}
