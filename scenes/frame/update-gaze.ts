import type { RootState } from '@react-three/fiber'
import type { Object3D } from 'three'
import type { Seconds } from '../../audio/units.ts'
import type { SceneContext } from '../state/scene-context.ts'
import type { XRViews } from './create-xr-views.ts'

/** Gaze pointing starts after this time without another pointer. */
const GAZE_DELAY_S: Seconds = 1

/**
 * Points with the gaze in VR if there is neither controller nor hand, or if the visitor prefers it. Not in AR, where a
 * phone has no controllers either.
 */
export function updateGaze(
  { frameState, store }: SceneContext,
  { input, gazePointer }: XRViews,
  boxes: Object3D,
  rootState: RootState,
  dt: Seconds,
): void {
  const { pointer, preferences } = frameState
  const inVR = rootState.gl.xr.isPresenting && store.getState().xrMode === 'vr'
  pointer.absentTime = inVR && input.hasNoPointer ? pointer.absentTime + dt : 0
  const active = inVR && (pointer.absentTime > GAZE_DELAY_S || preferences.dwell)
  gazePointer.update(active, rootState, boxes, dt)
}
