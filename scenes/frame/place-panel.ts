import { type HeadPose, updatePanelPose } from '../panel/update-panel-pose.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneServices } from '../state/scene-services.ts'

const headPose: HeadPose = { x: 0, y: 0, z: 0, yaw: 0 }
/** Nearer to the vertical than this a gaze has no heading; the last one holds. */
const MIN_LEVEL_GAZE = 0.3

/** After the ear: the panel stays beside the head, in the visitor's own space, which carries it along. */
export function placePanel(frameState: FrameState, { panel: object }: SceneServices, dt: number): void {
  const {
    viewer: { head: ear, rig: visitor },
    panel,
    preferences,
  } = frameState
  if (!object) return
  const { group, updateText } = object
  const c = Math.cos(visitor.yaw)
  const s = Math.sin(visitor.yaw)
  const dx = ear.position[0] - visitor.x
  const dz = ear.position[2] - visitor.z
  headPose.x = c * dx - s * dz
  headPose.y = ear.position[1] - visitor.y
  headPose.z = s * dx + c * dz
  const [fx, , fz] = ear.forward
  if (Math.hypot(fx, fz) > MIN_LEVEL_GAZE) headPose.yaw = Math.atan2(-fx, -fz) - visitor.yaw
  updatePanelPose(
    panel,
    headPose,
    preferences.leftHanded ? -1 : 1,
    dt,
    frameState.viewer.reducedMotion || preferences.calm,
  )
  group.position.set(panel.x, panel.y, panel.z)
  group.rotation.set(panel.pitch, panel.yaw, 0, 'YXZ')
  updateText()
}
