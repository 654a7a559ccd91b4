import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import { moveToStart } from '../../../scenes/locomotion/rig.ts'
import { initialArState } from '../../../scenes/state/ar-state.ts'
import { resetPlacement } from '../../../scenes/state/frame-state.ts'
import type { Session } from '../../session/session.ts'
import type { VolumeLimit } from '../volume-limit.ts'
import { createExhibitPreferences } from './exhibit-preferences.ts'

/** Resets everything that a visitor can change in the room. */
export function resetRoom(
  { store, frameState, actions }: Session,
  exhibit: BuiltExhibitConfig,
  volumeLimit: VolumeLimit,
): void {
  actions.releaseChunk()
  actions.setPreferences(createExhibitPreferences(exhibit, volumeLimit))
  actions.setView('orbit')
  store.setState({
    selected: null,
    drawer: null,
    spectrogramShown: null,
    trustShown: false,
    caption: null,
    error: null,
    ...(store.getState().xrMode === 'ar' ? {} : { ar: initialArState }),
  })
  if (store.getState().xrMode !== 'ar') {
    resetPlacement(frameState)
    moveToStart(frameState)
    // In a headset, relative to the next visitor's head.
    frameState.viewer.eyeHeight.pendingReset = 'recenter'
  }
  frameState.boxes.displacement.fill(0)
  frameState.viewer.stick.forward = 0
  frameState.viewer.stick.right = 0
  frameState.pointer.hoveredChunk = -1
  frameState.viewer.reframe = true
}
