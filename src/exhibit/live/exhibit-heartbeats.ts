import { startHeartbeats } from '../../kiosk/heartbeats.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { createClosingFollower } from './follow-closing.ts'

/** Reports this device and its visit to the server every few seconds. */
export function startExhibitHeartbeats({ session, exhibit, visitController, faults, device }: ExhibitContext): void {
  startHeartbeats(
    () => session.frameState.stats.count,
    (fps) => {
      const { scene, song } = visitController.store.getState()
      const { qualityStep } = session.frameState.stats
      return { device, role: 'piece', version: exhibit.version, scene, song, fps, qualityStep, faults: faults.counts() }
    },
    faults.report,
    createClosingFollower(visitController),
  )
}
