import type { RootState } from '@react-three/fiber'
import type { Seconds } from '../../audio/units.ts'
import type { SceneContext } from '../state/ui-store.ts'
import type { SceneViews } from './create-views.ts'

/** Gaze pointing starts after this time without another pointer. */
const GAZE_DELAY_S: Seconds = 1

/**
 * In the headset the eyes point where there is neither controller nor hand, or where the visitor wants them to. Never in
 * AR: a phone has neither, and is looked at, not through.
 */
export function updateGaze(
  { frameState, store }: SceneContext,
  views: SceneViews,
  state: RootState,
  dt: Seconds,
): void {
  const { xrInput, gazePointer, boxes } = views
  const present = state.gl.xr.isPresenting && store.getState().xrMode === 'vr'
  const { pointer } = frameState
  pointer.absentTime = present && xrInput.hasNoPointer ? pointer.absentTime + dt : 0
  const active = present && (pointer.absentTime > GAZE_DELAY_S || frameState.preferences.dwell)
  gazePointer.update(active, state, boxes.mesh, dt)
}
