import type { RootState } from '@react-three/fiber'
import type { Seconds } from '../../audio/units.ts'
import type { SceneContext } from '../state/ui-store.ts'
import type { SceneViews } from '../view/create-views.ts'

/** Eyes that have had nothing else to point with for so long begin to point themselves. */
const GAZE_DELAY_S: Seconds = 1
let pointerlessTime: Seconds = 0

/**
 * In the headset the eyes point where there is neither controller nor hand, or where the visitor wants them to. Never in
 * AR: a phone has neither, and is looked at, not through.
 */
export function updateGaze({ live, store }: SceneContext, views: SceneViews, state: RootState, dt: Seconds): void {
  const { hands, gaze, boxes } = views
  const present = state.gl.xr.isPresenting && store.getState().xrMode === 'vr'
  pointerlessTime = present && hands.hasNoPointer ? pointerlessTime + dt : 0
  const active = present && (pointerlessTime > GAZE_DELAY_S || live.preferences.dwell)
  gaze.update(active, state, boxes.mesh, dt)
}
