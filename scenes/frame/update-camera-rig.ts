import { type Camera, Euler, Quaternion, Vector3 } from 'three'
import type { Seconds } from '../../audio/units.ts'
import { smoothstep } from '../geometry/math.ts'
import { EYE_HEIGHT_M } from '../geometry/motion.ts'
import { roomToSong } from '../geometry/placement.ts'
import { type CameraRig, startTransition } from '../locomotion/camera-rig.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'

/** Duration of the camera's transition between orbit and inside. */
const TRANSITION_S: Seconds = 1.6
const viewEuler = new Euler(0, 0, 0, 'YXZ')
const scratchPoint: [x: number, y: number, z: number] = [0, 0, 0]
const scratchPosition = new Vector3()
const scratchQuaternion = new Quaternion()

/** Moves the headset's origin, or the flat camera, to the visitor. */
export function updateCameraRig(
  { frameState, store }: SceneContext,
  cameraRig: CameraRig,
  camera: Camera,
  dt: Seconds,
  xrFrame: XRFrame | undefined,
): void {
  moveOrigin(frameState, cameraRig)
  if (xrFrame) return
  const { rig, roll, reducedMotion } = frameState.viewer
  if (store.getState().view === 'inside') {
    scratchPosition.set(rig.x, rig.y + EYE_HEIGHT_M, rig.z)
    scratchQuaternion.setFromEuler(viewEuler.set(rig.pitch, rig.yaw, roll))
  } else {
    const orbit = cameraRig.orbit.current
    if (!orbit) return
    if (frameState.viewer.reframe) {
      startTransition(cameraRig, camera)
      orbit.reset()
    }
    frameState.viewer.reframe = false
    orbit.update(dt)
    scratchPosition.copy(orbit.object.position)
    scratchQuaternion.copy(orbit.object.quaternion)
  }
  const { transition } = cameraRig
  transition.progress = reducedMotion ? 1 : Math.min(1, transition.progress + dt / TRANSITION_S)
  const t = smoothstep(transition.progress)
  camera.position.copy(transition.fromPosition).lerp(scratchPosition, t)
  camera.quaternion.copy(transition.fromQuaternion).slerp(scratchQuaternion, t)
  camera.updateMatrixWorld()
}

/** The scene is drawn in the song's space: a small song is drawn by enlarging the visitor. */
function moveOrigin({ viewer, placement }: FrameState, cameraRig: CameraRig): void {
  const origin = cameraRig.origin.current
  if (!origin) return
  const { rig } = viewer
  roomToSong(placement, rig.x, rig.y, rig.z, scratchPoint)
  origin.position.fromArray(scratchPoint)
  origin.rotation.y = rig.yaw - placement.yaw
  origin.scale.setScalar(1 / placement.scale)
  origin.updateMatrixWorld()
}
