import type { RootState } from '@react-three/fiber'
import type { Seconds } from '../../audio/units.ts'
import type { Room } from '../state/ui-store.ts'
import type { RoomViews } from '../view/create-views.ts'

/** Eyes that have had nothing else to point with for so long begin to point themselves. */
const LONE: Seconds = 1
let alone: Seconds = 0

/**
 * In the headset the eyes point where there is neither controller nor hand, or where the visitor wants them to. Never in
 * AR: a phone has neither, and is looked at, not through.
 */
export function lookAround({ live, store }: Room, views: RoomViews, state: RootState, dt: Seconds): void {
  const { hands, gaze, boxes } = views
  const present = state.gl.xr.isPresenting && store.getState().session === 'vr'
  alone = present && hands.emptyHanded ? alone + dt : 0
  const active = present && (alone > LONE || live.preferences.dwell)
  gaze.look(active, state, boxes.mesh, dt)
}
