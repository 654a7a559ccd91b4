import type { BuiltExhibit } from '../../../protocol/exhibit-config.ts'
import { unplaced } from '../../../scenes/geometry/placement.ts'
import { goToStart } from '../../../scenes/locomotion/rig.ts'
import { nothingPlaced } from '../../../scenes/state/ar-state.ts'
import type { Session } from '../../session/session.ts'
import { housePreferences } from './exhibit-preferences.ts'

/** Undoes whatever a visitor has done to the room. */
export function resetRoom({ store, live, actions }: Session, exhibit: BuiltExhibit): void {
  actions.release()
  actions.prefer(housePreferences(exhibit))
  actions.setView('orbit')
  store.setState({
    selected: null,
    drawer: null,
    stripShown: null,
    trustShown: false,
    caption: null,
    error: null,
    ...(store.getState().session === 'ar' ? {} : { ar: nothingPlaced }),
  })
  if (store.getState().session !== 'ar') {
    Object.assign(live.placement, unplaced())
    live.placedBefore = null
    goToStart(live)
    // In a headset wherever the next head is by then.
    live.standing.call = 'recenter'
  }
  live.shift.fill(0)
  live.stick.forward = 0
  live.stick.right = 0
  live.hovered = -1
  live.reframe = true
}
