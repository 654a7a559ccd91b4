import { type HeadPose, updatePanelPose } from '../panel/panel-follow.ts'
import type { FrameState } from '../state/frame-state.ts'

const headPose: HeadPose = { x: 0, y: 0, z: 0, yaw: 0 }
/** Nearer to the vertical than this a gaze has no heading; the last one holds. */
const MIN_LEVEL_GAZE = 0.3

/** After the ear: the panel stays beside the head, in the visitor's own space, which carries it along. */
export function placePanel(live: FrameState, dt: number): void {
  const { ear, visitor, panel, preferences } = live
  const { group, pose: beside } = panel
  if (!group) return
  const c = Math.cos(visitor.yaw)
  const s = Math.sin(visitor.yaw)
  const dx = ear.position[0] - visitor.x
  const dz = ear.position[2] - visitor.z
  headPose.x = c * dx - s * dz
  headPose.y = ear.position[1] - visitor.y
  headPose.z = s * dx + c * dz
  const [fx, , fz] = ear.forward
  if (Math.hypot(fx, fz) > MIN_LEVEL_GAZE) headPose.yaw = Math.atan2(-fx, -fz) - visitor.yaw
  updatePanelPose(beside, headPose, preferences.leftHanded ? -1 : 1, dt, live.reducedMotion || preferences.calm)
  group.position.set(beside.x, beside.y, beside.z)
  group.rotation.set(beside.pitch, beside.yaw, 0, 'YXZ')
  panel.updateText()
}
