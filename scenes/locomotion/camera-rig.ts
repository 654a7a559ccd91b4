import { type Camera, type Group, Quaternion, Vector3 } from 'three'
import type { OrbitControls } from 'three/addons/controls/OrbitControls.js'

/** What the view is drawn from: the origin of the headset's space, or the flat camera. */
export type CameraRig = {
  origin: { current: Group | null }
  /** Controls a camera of its own, so that a transition towards it does not disturb it. */
  orbit: { current: OrbitControls | null }
  /** Transition of the flat camera between inside and orbit; progress 0 = start, 1 = arrived. */
  transition: { fromPosition: Vector3; fromQuaternion: Quaternion; progress: number }
}

export const createCameraRig = (): CameraRig => ({
  origin: { current: null },
  orbit: { current: null },
  transition: { fromPosition: new Vector3(), fromQuaternion: new Quaternion(), progress: 1 },
})

/** Starts a transition from where the camera is now. */
export function startTransition({ transition }: CameraRig, camera: Camera): void {
  transition.fromPosition.copy(camera.position)
  transition.fromQuaternion.copy(camera.quaternion)
  transition.progress = 0
}
