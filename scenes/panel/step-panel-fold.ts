import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { moveTowards, wrapAngle } from '../geometry/math.ts'
import { callPanel, type PanelState } from '../state/panel-state.ts'
import type { HeadPose } from './update-panel-pose.ts'

/** A head with the direction of its gaze, a unit vector; all in the rig's space. */
export type GazingHead = HeadPose & { gazeX: number; gazeY: number; gazeZ: number }

const UNFOLD_S: Seconds = 0.22
/** A gaze this near to the mark, or still this near, rests on it. */
const LOOK_RAD: Radians = 0.14
const KEEP_LOOK_RAD: Radians = 0.22
/** A visitor who looks farther away than this for this time has turned to something else. */
const AWAY_RAD: Radians = 1.05
const AWAY_TIME_S: Seconds = 1.5
/** The same while a hand points at the panel. */
const POINTED_AWAY_TIME_S: Seconds = 5
/** Where the mark hangs without hands: relative to the body, to the side, before it, below the eyes. */
const HIP_ASIDE_M: Meters = 0.2
const HIP_AHEAD_M: Meters = 0.34
const HIP_DROP_M: Meters = 0.62
/** The body turns after the head has turned this far. */
const BODY_TURN_RAD: Radians = 0.9
const BODY_RATE_PER_S = 3

/** Angle between the gaze and a point. */
function measureGazeAngle(head: GazingHead, x: Meters, y: Meters, z: Meters): Radians {
  const dx = x - head.x
  const dy = y - head.y
  const dz = z - head.z
  const along = dx * head.gazeX + dy * head.gazeY + dz * head.gazeZ
  return Math.acos(Math.min(1, Math.max(-1, along / Math.max(1e-6, Math.hypot(dx, dy, dz)))))
}

/** Folds the panel when the visitor has looked away for a while, and notices a gaze that rests on its mark. */
export function stepPanelFold(
  panel: PanelState,
  head: GazingHead,
  side: 1 | -1,
  dt: Seconds,
  reducedMotion: boolean,
): void {
  const { mark } = panel
  if (!mark.carried) hangAtHip(panel, head, side, dt)
  mark.carried = false
  panel.unfolded = reducedMotion
    ? Number(panel.called)
    : moveTowards(panel.unfolded, panel.called ? 1 : 0, dt / UNFOLD_S)
  if (panel.called) {
    const isAway = measureGazeAngle(head, panel.x, panel.y, panel.z) > AWAY_RAD
    panel.awayTime = isAway ? panel.awayTime + dt : 0
    if (panel.awayTime > (panel.pointed ? POINTED_AWAY_TIME_S : AWAY_TIME_S)) callPanel(panel, false)
  } else panel.looked = measureGazeAngle(head, mark.x, mark.y, mark.z) < (panel.looked ? KEEP_LOOK_RAD : LOOK_RAD)
  panel.pointed = false
}

function hangAtHip(panel: PanelState, head: HeadPose, side: 1 | -1, dt: Seconds): void {
  const turn = wrapAngle(head.yaw - panel.hipYaw)
  if (Math.abs(turn) > BODY_TURN_RAD) panel.hipYaw += turn * (1 - Math.exp(-dt * BODY_RATE_PER_S))
  const s = Math.sin(panel.hipYaw)
  const c = Math.cos(panel.hipYaw)
  panel.mark.x = head.x - s * HIP_AHEAD_M - c * HIP_ASIDE_M * side
  panel.mark.y = head.y - HIP_DROP_M
  panel.mark.z = head.z - c * HIP_AHEAD_M + s * HIP_ASIDE_M * side
}
