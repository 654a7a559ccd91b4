import type { Seconds } from '../../audio/units.ts'
import { smoothstep } from '../geometry/math.ts'
import { type GazingHead, stepPanelFold } from '../panel/step-panel-fold.ts'
import { updatePanelPose } from '../panel/update-panel-pose.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'
import type { SceneServices } from '../state/scene-services.ts'

const head: GazingHead = { x: 0, y: 0, z: 0, yaw: 0, gazeX: 0, gazeY: 0, gazeZ: -1 }
/** A gaze whose horizontal part is shorter than this has no heading; the last heading holds. */
const MIN_LEVEL_GAZE = 0.3

/** Places the panel before the head and its mark at the wrist, in the rig's space: the rig carries them along. */
export function placePanel(frameState: FrameState, services: SceneServices, dt: Seconds): void {
  const { panel, preferences } = frameState
  if (!services.panel) return
  const { group, mark, updateText } = services.panel
  Object.assign(mark, MARK_EVENTS[Number(panel.present)])
  if (!panel.present) {
    panel.looked = false
    panel.unfolded = 0
    group.visible = false
    Object.assign(group, INTERSECTION[0])
    return
  }
  readHead(frameState)
  const side = preferences.leftHanded ? -1 : 1
  const reducedMotion = prefersReducedMotion(frameState)
  // Folded it still follows, so that it opens where it is expected.
  updatePanelPose(panel, head, side, dt, reducedMotion)
  stepPanelFold(panel, head, side, dt, reducedMotion)
  mark.position.set(panel.mark.x, panel.mark.y, panel.mark.z)
  const share = smoothstep(panel.unfolded)
  group.visible = share > 0
  // Rays pass through a folded panel: its controls have pointer events of their own.
  Object.assign(group, INTERSECTION[Number(panel.called)])
  if (!group.visible) return
  group.position.set(panel.x, panel.y, panel.z).lerp(mark.position, 1 - share)
  group.scale.setScalar(0.05 + 0.95 * share)
  group.rotation.set(panel.pitch, panel.yaw, 0, 'YXZ')
  updateText()
}

/** By `present`: read by @pmndrs/pointer-events. */
const MARK_EVENTS = [{ pointerEvents: 'none' }, { pointerEvents: 'auto' }] as const
/** By `called`: read by @pmndrs/pointer-events. */
const INTERSECTION = [{ intersectChildren: false }, { intersectChildren: true }] as const

/** Reads the head in the rig's space. */
function readHead({ viewer: { head: room, rig } }: FrameState): void {
  const c = Math.cos(rig.yaw)
  const s = Math.sin(rig.yaw)
  const dx = room.position[0] - rig.x
  const dz = room.position[2] - rig.z
  head.x = c * dx - s * dz
  head.y = room.position[1] - rig.y
  head.z = s * dx + c * dz
  const [fx, fy, fz] = room.forward
  head.gazeX = c * fx - s * fz
  head.gazeY = fy
  head.gazeZ = s * fx + c * fz
  if (Math.hypot(fx, fz) > MIN_LEVEL_GAZE) head.yaw = Math.atan2(-fx, -fz) - rig.yaw
}
