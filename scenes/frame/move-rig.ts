import type { Seconds } from '../../audio/units.ts'
import { updateEyeHeight } from '../locomotion/eye-height.ts'
import { stepRide, stopRide, turnEye } from '../locomotion/ride.ts'
import { moveAlongHeading, moveToStart } from '../locomotion/rig.ts'
import { stepWalk } from '../locomotion/walk.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'

/** Speed of the ride at which the vignette is fully narrowed. */
const FULL_VIGNETTE_SPEED_M_PER_S = 1.2

/** Moves the rig by keys and by the ride; in walk mode plays the chunk that the visitor steps on. */
export function moveRig(context: SceneContext, dt: Seconds): void {
  const { frameState, store } = context
  const { viewer, playhead, preferences } = frameState
  const { mode, view, xrMode } = store.getState()
  const inside = xrMode !== null || view === 'inside'
  if (xrMode === 'vr') updateEyeHeight(frameState, dt)
  else if (xrMode === null) resetFlatRig(frameState)
  const { forward, right } = viewer.stick
  const { speed } = preferences
  if (inside && (forward !== 0 || right !== 0))
    moveAlongHeading(viewer.rig, viewer.rig.yaw, forward * speed, right * speed, dt)
  // Not in AR: the ride cannot move the camera of a phone.
  if (inside && mode === 'ride' && xrMode !== 'ar') {
    const rideSpeed = stepRide(frameState, xrMode !== null, dt)
    viewer.motion = Math.max(viewer.motion, Math.min(1, rideSpeed / FULL_VIGNETTE_SPEED_M_PER_S))
    if (xrMode === null && playhead.playing) turnEye(frameState, dt)
  } else stopRide(frameState)
  stepWalk(context, inside && mode === 'walk')
}

function resetFlatRig(frameState: FrameState): void {
  const { eyeHeight } = frameState.viewer
  if (eyeHeight.pendingReset === 'recenter') moveToStart(frameState)
  eyeHeight.pendingReset = null
}
