import { type Camera, type Group, PerspectiveCamera, Quaternion, Vector3 } from 'three'
import type { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import type { Meters, Radians } from '../../audio/units.ts'
import { type FormFit, type FreeArea, WHOLE_PICTURE } from '../geometry/free-area.ts'

/** Distance of the orbit's own camera at which the form fits the free area. */
export const ORBIT_FIT_M: Meters = 10

/** What the view is drawn from: the origin of the headset's space, or the flat camera. */
export type CameraRig = {
  origin: { current: Group | null }
  /**
   * A camera of its own around the origin for the view from outside, so that a transition towards it does not disturb it; at
   * a distance of ORBIT_FIT_M the form fits the free area.
   */
  outside: PerspectiveCamera
  /** Controls it; null in other views, and until the controls are loaded. */
  orbit: { current: OrbitControls | null }
  /** Way of the flat camera between inside and outside, to `place`; progress 0 = start, 1 = arrived. */
  transition: { fromPosition: Vector3; fromQuaternion: Quaternion; place: Vector3; progress: number }
  /** Follows the viewer's free area gently. */
  freeArea: FreeArea
  /** Follows the boxes gently. */
  fit: FormFit
  /** The last picture was one of the film. */
  wasFilmed: boolean
}

/**
 * Where the visitor first stands outside: azimuth from the path's beginning, elevation. A form is widest along x: an upright
 * picture shows it from its end and from higher up.
 */
const START_RAD: { azimuth: Radians; elevation: Radians } = { azimuth: -0.52, elevation: 0.36 }
const UPRIGHT_START_RAD: typeof START_RAD = { azimuth: 1.4, elevation: 0.5 }

/** Moves the view from outside to where a visitor first stands. @param isUpright the picture is higher than wide */
export function placeOutside(camera: PerspectiveCamera, isUpright = false): PerspectiveCamera {
  const { azimuth, elevation } = isUpright ? UPRIGHT_START_RAD : START_RAD
  camera.position.setFromSphericalCoords(ORBIT_FIT_M, Math.PI / 2 - elevation, azimuth)
  camera.lookAt(0, 0, 0)
  return camera
}

export const createCameraRig = (): CameraRig => ({
  origin: { current: null },
  outside: placeOutside(new PerspectiveCamera()),
  orbit: { current: null },
  transition: { fromPosition: new Vector3(), fromQuaternion: new Quaternion(), place: new Vector3(), progress: 1 },
  freeArea: { ...WHOLE_PICTURE },
  fit: { x: 0, y: 0, distance: ORBIT_FIT_M },
  wasFilmed: false,
})

/** Starts a transition from where the camera is now. */
export function startTransition({ transition }: CameraRig, camera: Camera): void {
  transition.fromPosition.copy(camera.position)
  transition.fromQuaternion.copy(camera.quaternion)
  transition.progress = 0
}
