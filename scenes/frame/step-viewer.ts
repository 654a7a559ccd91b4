import type { RootState } from '@react-three/fiber'
import { type Camera, Euler, Quaternion, Vector3 } from 'three'
import { smoothstep } from '../geometry/math.ts'
import { EYE_HEIGHT_M, stepVignette as nextVignette } from '../geometry/motion.ts'
import { roomToSong } from '../geometry/placement.ts'
import type { CameraRig } from '../locomotion/camera-rig.ts'
import { updateEyeHeight } from '../locomotion/eye-height.ts'
import { easeRideHeading, stepRide, stopRide } from '../locomotion/ride.ts'
import { findChunkAtFeet, moveAlongHeading, moveToStart, rigToRoomPose } from '../locomotion/rig.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'
import type { SceneContext } from '../state/ui-store.ts'

/** A ride this fast needs all of the vignette. */
const FULL_VIGNETTE_SPEED_M_PER_S = 1.2

/** Ride, walk or roam: where the visitor's space goes this frame, and in walk mode what the feet sound. */
export function moveRig(room: SceneContext, dt: number): void {
  const { frameState, store, actions } = room
  const { mode, view, xrMode: session } = store.getState()
  const there = session !== null || view === 'inside'
  const { forward, right } = frameState.viewer.stick
  if (session === 'vr') updateEyeHeight(frameState, dt)
  else if (session === null) resetFlatRig(frameState)
  const { speed } = frameState.preferences
  if (there && (forward !== 0 || right !== 0))
    moveAlongHeading(frameState.viewer.rig, frameState.viewer.rig.yaw, forward * speed, right * speed, dt)
  // What the camera of a phone shows cannot be carried along.
  if (there && mode === 'ride' && session !== 'ar') {
    frameState.viewer.motion = Math.max(
      frameState.viewer.motion,
      Math.min(1, stepRide(frameState, session !== null, dt) / FULL_VIGNETTE_SPEED_M_PER_S),
    )
    if (session === null && frameState.playhead.playing) easeRideHeading(frameState, dt)
  } else stopRide(frameState)
  const chunk = there && mode === 'walk' ? findChunkAtFeet(frameState, frameState.viewer.chunkAtFeet) : -1
  if (chunk === frameState.viewer.chunkAtFeet) return
  frameState.viewer.chunkAtFeet = chunk
  if (chunk >= 0) actions.stepOnChunk(chunk)
}

function resetFlatRig(frameState: FrameState): void {
  if (frameState.viewer.eyeHeight.pendingReset === 'recenter') moveToStart(frameState)
  frameState.viewer.eyeHeight.pendingReset = null
}

/** The view narrows while a headset's wearer is moved by other than own steps. */
export function updateVignette(frameState: FrameState, dt: number): void {
  const strength = frameState.preferences.vignette
  if (strength === 0 || prefersReducedMotion(frameState))
    frameState.viewer.vignette = frameState.viewer.motion * strength
  else
    frameState.viewer.vignette =
      nextVignette(Math.min(1, frameState.viewer.vignette / strength), frameState.viewer.motion, dt) * strength
}

const TRANSITION_S = 1.6
const viewEuler = new Euler(0, 0, 0, 'YXZ')
const forward = new Vector3()
const up = new Vector3()
const position = new Vector3()
const scratchPoint: [x: number, y: number, z: number] = [0, 0, 0]
const scratchQuaternion = new Quaternion()

/** Puts the headset's origin or the flat camera where the visitor is. */
export function updateCameraRig(
  room: SceneContext,
  seat: CameraRig,
  camera: Camera,
  dt: number,
  xrFrame: XRFrame | undefined,
): void {
  const {
    viewer: { rig: visitor, reducedMotion, roll },
    placement,
  } = room.frameState
  const origin = seat.origin.current
  if (origin) {
    roomToSong(placement, visitor.x, visitor.y, visitor.z, scratchPoint)
    origin.position.fromArray(scratchPoint)
    origin.rotation.y = visitor.yaw - placement.yaw
    // A song the size of a table is drawn by making the visitor large.
    origin.scale.setScalar(1 / placement.scale)
    origin.updateMatrixWorld()
  }
  if (xrFrame) return
  if (room.store.getState().view === 'inside') {
    position.set(visitor.x, visitor.y + EYE_HEIGHT_M, visitor.z)
    scratchQuaternion.setFromEuler(viewEuler.set(visitor.pitch, visitor.yaw, roll))
  } else {
    const orbit = seat.orbit.current
    if (!orbit) return
    if (room.frameState.viewer.reframe) {
      seat.transition.from.copy(camera.position)
      seat.transition.fromTurn.copy(camera.quaternion)
      seat.transition.progress = 0
      orbit.reset()
    }
    room.frameState.viewer.reframe = false
    orbit.update(dt)
    position.copy(orbit.object.position)
    scratchQuaternion.copy(orbit.object.quaternion)
  }
  const { transition: glide } = seat
  glide.progress = reducedMotion ? 1 : Math.min(1, glide.progress + dt / TRANSITION_S)
  const t = smoothstep(glide.progress)
  camera.position.copy(glide.from).lerp(position, t)
  camera.quaternion.copy(glide.fromTurn).slerp(scratchQuaternion, t)
  camera.updateMatrixWorld()
}

const headPosition = new Vector3(0, EYE_HEIGHT_M, 0)
const headOrientation = new Quaternion()
const headPose = { position: headPosition, orientation: headOrientation } as unknown as XRRigidTransform

/** In a headset: where the head has gone by itself since the last frame. */
export function readHeadPose(frameState: FrameState, state: RootState, xrFrame: XRFrame | undefined): void {
  const {
    viewer: { head: ear, eyeHeight: standing },
  } = frameState
  frameState.viewer.motion = 0
  standing.headDeltaX = 0
  standing.headDeltaZ = 0
  const space = state.gl.xr.getReferenceSpace()
  const pose = xrFrame && space ? xrFrame.getViewerPose(space) : undefined
  if (!pose) return
  const { position: p, orientation: o } = pose.transform
  headPosition.set(p.x, p.y, p.z)
  headOrientation.set(o.x, o.y, o.z, o.w)
  const [x, , z] = ear.position
  setListenerToHead(frameState)
  standing.headHeight = p.y
  standing.headDeltaX = ear.position[0] - x
  standing.headDeltaZ = ear.position[2] - z
}

/** The ear is where the eyes are: the head in the headset, the camera on a flat screen. */
export function readListenerPose(frameState: FrameState, state: RootState, xrFrame: XRFrame | undefined): void {
  if (xrFrame) setListenerToHead(frameState)
  else {
    position.copy(state.camera.position)
    scratchQuaternion.copy(state.camera.quaternion)
    writeListener(frameState)
  }
}

/** The head, wherever the visitor's space has gone with it. */
function setListenerToHead(frameState: FrameState): void {
  rigToRoomPose(frameState.viewer.rig, headPose, position, scratchQuaternion)
  writeListener(frameState)
}

function writeListener({ viewer: { head: ear } }: FrameState): void {
  position.toArray(ear.position)
  forward.set(0, 0, -1).applyQuaternion(scratchQuaternion).toArray(ear.forward)
  up.set(0, 1, 0).applyQuaternion(scratchQuaternion).toArray(ear.up)
}
