import type { RootState } from '@react-three/fiber'
import { Quaternion, Vector3 } from 'three'
import { rigToRoomPose } from '../locomotion/rig.ts'
import type { FrameState } from '../state/frame-state.ts'

const forward = new Vector3()
const up = new Vector3()
const scratchPosition = new Vector3()
const scratchQuaternion = new Quaternion()

/** Reads the pose of the head in a headset, and how far the head moved by itself since the last frame. */
export function readHeadPose(frameState: FrameState, rootState: RootState, xrFrame: XRFrame | undefined): void {
  const { viewer } = frameState
  const { head, headInRig, eyeHeight } = viewer
  viewer.motion = 0
  eyeHeight.headDeltaX = 0
  eyeHeight.headDeltaZ = 0
  const space = rootState.gl.xr.getReferenceSpace()
  const pose = xrFrame && space ? xrFrame.getViewerPose(space) : undefined
  if (!pose) return
  const { position, orientation } = pose.transform
  headInRig.position.x = position.x
  headInRig.position.y = position.y
  headInRig.position.z = position.z
  headInRig.orientation.x = orientation.x
  headInRig.orientation.y = orientation.y
  headInRig.orientation.z = orientation.z
  headInRig.orientation.w = orientation.w
  const [x, , z] = head.position
  updateHeadFromRig(frameState)
  eyeHeight.headHeight = position.y
  eyeHeight.headDeltaX = head.position[0] - x
  eyeHeight.headDeltaZ = head.position[2] - z
}

/** Updates the head in the room after the rig has moved: from the headset, or from the flat camera. */
export function updateHeadPose(frameState: FrameState, { camera }: RootState, xrFrame: XRFrame | undefined): void {
  if (xrFrame) updateHeadFromRig(frameState)
  else writeHead(frameState, camera.position, camera.quaternion)
}

function updateHeadFromRig(frameState: FrameState): void {
  const { rig, headInRig } = frameState.viewer
  rigToRoomPose(rig, headInRig, scratchPosition, scratchQuaternion)
  writeHead(frameState, scratchPosition, scratchQuaternion)
}

function writeHead({ viewer: { head } }: FrameState, position: Vector3, quaternion: Quaternion): void {
  position.toArray(head.position)
  forward.set(0, 0, -1).applyQuaternion(quaternion).toArray(head.forward)
  up.set(0, 1, 0).applyQuaternion(quaternion).toArray(head.up)
}
