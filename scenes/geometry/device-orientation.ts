import { Euler, MathUtils, Quaternion, Vector3 } from 'three'
import type { Radians } from '../../audio/units.ts'

/** Where somebody looks: turn to the left, up, and tilt of the view; a camera's Euler angles in the order YXZ. */
export type ViewAngles = { yaw: Radians; pitch: Radians; roll: Radians }

const SCREEN_NORMAL = new Vector3(0, 0, 1)
/** The sensor's earth has z up; the room has y up, and a screen looks out of its back. */
const SENSOR_TO_ROOM = new Quaternion(-Math.SQRT1_2, 0, 0, Math.SQRT1_2)
const angles = new Euler()
const deviceRotation = new Quaternion()
const screenRotation = new Quaternion()

/**
 * Where the back of a phone looks.
 * Source: W3C Device Orientation and Motion, 3.1 and A: intrinsic rotations Z (alpha), X' (beta), Y'' (gamma) in degrees.
 * @param screenAngle degrees that the page is turned against the phone, as screen.orientation.angle tells
 */
export function computeViewAngles(
  alpha: number,
  beta: number,
  gamma: number,
  screenAngle: number,
  out: ViewAngles,
): ViewAngles {
  // Earth's Z, X, Y are the room's Y, X, -Z.
  angles.set(MathUtils.degToRad(beta), MathUtils.degToRad(alpha), MathUtils.degToRad(-gamma), 'YXZ')
  deviceRotation.setFromEuler(angles).multiply(SENSOR_TO_ROOM)
  deviceRotation.multiply(screenRotation.setFromAxisAngle(SCREEN_NORMAL, MathUtils.degToRad(-screenAngle)))
  angles.setFromQuaternion(deviceRotation, 'YXZ')
  out.yaw = angles.y
  out.pitch = angles.x
  out.roll = angles.z
  return out
}
