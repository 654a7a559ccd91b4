import { type Group, Quaternion, Vector3 } from 'three'
import type { OrbitControls } from 'three/addons/controls/OrbitControls.js'

/** Whatever the viewer looks from: the headset's origin group, or the flat camera and its orbit. */
export type CameraRig = {
  origin: { current: Group | null }
  /** Turns a camera of its own, so that a glide towards it leaves its state alone. */
  orbit: { current: OrbitControls | null }
  /** Glides between inside and orbit: 0 = where the camera was, 1 = arrived. */
  transition: { from: Vector3; fromTurn: Quaternion; progress: number }
}

export const createCameraRig = (): CameraRig => ({
  origin: { current: null },
  orbit: { current: null },
  transition: { from: new Vector3(), fromTurn: new Quaternion(), progress: 1 },
})
