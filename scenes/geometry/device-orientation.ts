import type { Radians } from '../../audio/units.ts'

/** Direction of view: yaw to the left, pitch up, roll of the picture; Euler angles in the order YXZ. */
export type ViewAngles = { yaw: Radians; pitch: Radians; roll: Radians }

const RAD_PER_DEG = Math.PI / 180

/**
 * Computes where the back of a phone looks.
 * Source: W3C Device Orientation and Motion, section 3.1 and appendix A: intrinsic rotations Z (alpha), X' (beta),
 * Y'' (gamma) in degrees, with z up; the result has y up and north at -z.
 * @param screenAngle screen.orientation.angle in degrees: rotation of the page against the phone.
 * @param out receives the angles.
 * @returns `out`.
 */
export function computeViewAngles(
  alpha: number,
  beta: number,
  gamma: number,
  screenAngle: number,
  out: ViewAngles,
): ViewAngles {
  const ca = Math.cos(alpha * RAD_PER_DEG)
  const sa = Math.sin(alpha * RAD_PER_DEG)
  const cb = Math.cos(beta * RAD_PER_DEG)
  const sb = Math.sin(beta * RAD_PER_DEG)
  const cg = Math.cos(gamma * RAD_PER_DEG)
  const sg = Math.sin(gamma * RAD_PER_DEG)
  const cs = Math.cos(screenAngle * RAD_PER_DEG)
  const ss = Math.sin(screenAngle * RAD_PER_DEG)
  // Columns of the device's rotation matrix: its right, up and front, as x (east), y (up), z (south).
  const rightX = ca * cg - sa * sb * sg
  const rightY = -cb * sg
  const rightZ = -(sa * cg + ca * sb * sg)
  const upX = -sa * cb
  const upY = sb
  const upZ = -ca * cb
  const frontX = ca * sg + sa * sb * cg
  const frontY = cb * cg
  const frontZ = -(sa * sg - ca * sb * cg)
  // The page is turned about the front by -screenAngle.
  const pageRightX = rightX * cs - upX * ss
  const pageRightY = rightY * cs - upY * ss
  const pageRightZ = rightZ * cs - upZ * ss
  const pageUpY = rightY * ss + upY * cs
  out.pitch = Math.asin(-Math.min(1, Math.max(-1, frontY)))
  // Straight up or down, yaw and roll turn about the same axis: roll is 0 by definition.
  const gimbalLocked = Math.abs(frontY) > 0.9999999
  out.yaw = gimbalLocked ? Math.atan2(-pageRightZ, pageRightX) : Math.atan2(frontX, frontZ)
  out.roll = gimbalLocked ? 0 : Math.atan2(pageRightY, pageUpY)
  return out
}
