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

/** Stores the pose of a box that was just grabbed relative to the hand; from now on it moves with the hand. */
export function attachGrabbedBox(hand: InputSourceState, frameState: FrameState): void {
  const {
    boxes: { position, grabSlots },
    placement,
  } = frameState
  const j = hand.grabbedChunk * 3
  songToRoom(placement, position[j]!, position[j + 1]!, position[j + 2]!, scratchPoint)
  scratchQuaternion.copy(hand.quaternion).invert()
  hand.grabOffset.fromArray(scratchPoint).sub(hand.position).applyQuaternion(scratchQuaternion)
  headingRotation.setFromAxisAngle(UP, placement.yaw)
  hand.grabRotation.fromArray(grabSlots.quaternion, findGrabSlot(grabSlots, hand.grabbedChunk) * 4)
  hand.grabRotation.premultiply(headingRotation).premultiply(scratchQuaternion)
  clearPoseHistory(hand.poseHistory)
  moveGrabbedBox(hand, frameState)
}

/** Moves the grabbed box to where the hand is now. */
export function moveGrabbedBox(hand: InputSourceState, { boxes: { grabSlots }, placement }: FrameState): void {
  const slot = findGrabSlot(grabSlots, hand.grabbedChunk)
  // No slot: another song has been opened since the grab.
  if (slot < 0) return
  targetPosition.copy(hand.grabOffset).applyQuaternion(hand.quaternion).add(hand.position)
  scratchQuaternion.copy(hand.quaternion).multiply(hand.grabRotation)
  recordPose(hand.poseHistory, performance.now() / 1000, targetPosition, scratchQuaternion)
  roomToSong(placement, targetPosition.x, targetPosition.y, targetPosition.z, scratchPoint)
  grabSlots.target.set(scratchPoint, slot * 3)
  scratchQuaternion
    .premultiply(headingRotation.setFromAxisAngle(UP, -placement.yaw))
    .toArray(grabSlots.quaternion, slot * 4)
}

/** Gives the released box the recent velocity of the hand. */
export function throwGrabbedBox(hand: InputSourceState, { boxes: { grabSlots }, placement }: FrameState): void {
  const slot = findGrabSlot(grabSlots, hand.grabbedChunk)
  computeReleaseVelocity(hand.poseHistory, performance.now() / 1000, velocity, angularVelocity)
  velocity
    .applyAxisAngle(UP, -placement.yaw)
    .divideScalar(placement.scale)
    .toArray(grabSlots.velocity, slot * 3)
  angularVelocity.applyAxisAngle(UP, -placement.yaw).toArray(grabSlots.angularVelocity, slot * 3)
}
