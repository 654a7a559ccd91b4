import { Euler, MathUtils, Quaternion, Vector3 } from 'three'
import type { Radians } from '../../audio/units.ts'

/** Where somebody looks: turn to the left, up, and tilt of the view; a camera's Euler angles in the order YXZ. */
export type Gaze = { yaw: Radians; pitch: Radians; roll: Radians }

const FORWARD = new Vector3(0, 0, 1)
/** The sensor's earth has z up; the room has y up, and a screen looks out of its back. */
const UPRIGHT = new Quaternion(-Math.SQRT1_2, 0, 0, Math.SQRT1_2)
const angles = new Euler()
const turn = new Quaternion()
const screenTurn = new Quaternion()

/**
 * Where the back of a phone looks.
 * Source: W3C Device Orientation and Motion, 3.1 and A: intrinsic rotations Z (alpha), X' (beta), Y'' (gamma) in degrees.
 * @param screenAngle degrees that the page is turned against the phone, as screen.orientation.angle tells
 */
export function gazeOfDevice(alpha: number, beta: number, gamma: number, screenAngle: number, out: Gaze): Gaze {
  // Earth's Z, X, Y are the room's Y, X, -Z.
  angles.set(MathUtils.degToRad(beta), MathUtils.degToRad(alpha), MathUtils.degToRad(-gamma), 'YXZ')
  turn.setFromEuler(angles).multiply(UPRIGHT)
  turn.multiply(screenTurn.setFromAxisAngle(FORWARD, MathUtils.degToRad(-screenAngle)))
  angles.setFromQuaternion(turn, 'YXZ')
  out.yaw = angles.y
  out.pitch = angles.x
  out.roll = angles.z
  return out
}
