import { type Head, keepBeside } from '../panel/panel-follow.ts'
import type { Live } from '../state/frame-state.ts'

const head: Head = { x: 0, y: 0, z: 0, yaw: 0 }
/** Nearer to the vertical than this a gaze has no heading; the last one holds. */
const LEVEL = 0.3

/** After the ear: the panel stays beside the head, in the visitor's own space, which carries it along. */
export function seatPanel(live: Live, dt: number): void {
  const { ear, visitor, panel, preferences } = live
  const { group, beside } = panel
  if (!group) return
  const c = Math.cos(visitor.yaw)
  const s = Math.sin(visitor.yaw)
  const dx = ear.position[0] - visitor.x
  const dz = ear.position[2] - visitor.z
  head.x = c * dx - s * dz
  head.y = ear.position[1] - visitor.y
  head.z = s * dx + c * dz
  const [fx, , fz] = ear.forward
  if (Math.hypot(fx, fz) > LEVEL) head.yaw = Math.atan2(-fx, -fz) - visitor.yaw
  keepBeside(beside, head, preferences.leftHanded ? -1 : 1, dt, live.reducedMotion || preferences.calm)
  group.position.set(beside.x, beside.y, beside.z)
  group.rotation.set(beside.pitch, beside.yaw, 0, 'YXZ')
  panel.write()
}
