import type { Seconds } from '../../audio/units.ts'
import { type HeadPose, updatePanelPose } from '../panel/update-panel-pose.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'
import type { SceneServices } from '../state/scene-services.ts'

const headPose: HeadPose = { x: 0, y: 0, z: 0, yaw: 0 }
/** A gaze whose horizontal part is shorter than this has no heading; the last heading holds. */
const MIN_LEVEL_GAZE = 0.3

/** Places the panel beside the head, in the rig's space: the rig carries the panel along. */
export function placePanel(frameState: FrameState, services: SceneServices, dt: Seconds): void {
  const { panel, preferences, viewer } = frameState
  const { head, rig } = viewer
  if (!services.panel) return
  const { group, updateText } = services.panel
  const c = Math.cos(rig.yaw)
  const s = Math.sin(rig.yaw)
  const dx = head.position[0] - rig.x
  const dz = head.position[2] - rig.z
  headPose.x = c * dx - s * dz
  headPose.y = head.position[1] - rig.y
  headPose.z = s * dx + c * dz
  const [fx, , fz] = head.forward
  if (Math.hypot(fx, fz) > MIN_LEVEL_GAZE) headPose.yaw = Math.atan2(-fx, -fz) - rig.yaw
  updatePanelPose(panel, headPose, preferences.leftHanded ? -1 : 1, dt, prefersReducedMotion(frameState))
  group.position.set(panel.x, panel.y, panel.z)
  group.rotation.set(panel.pitch, panel.yaw, 0, 'YXZ')
  updateText()
}
