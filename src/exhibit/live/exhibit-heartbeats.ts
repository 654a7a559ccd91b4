import { startHeartbeats } from '../../kiosk/heartbeats.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { createClosingFollower } from './follow-closing.ts'

/** Reports this device and its visit to the server every few seconds. */
export function startExhibitHeartbeats({
  session,
  exhibit,
  visitController,
  faults,
  problems,
  device,
  refusedPosts,
}: ExhibitContext): void {
  startHeartbeats(
    () => session.frameState.stats.count,
    (fps) => {
      const { scene, song } = visitController.store.getState()
      const { qualityStep } = session.frameState.stats
      const missingChannels = session.audioOutput.countMissingChannels()
      const { version } = exhibit
      return {
        ...{ device, role: 'piece', version, scene, song, fps, qualityStep, missingChannels },
        refused: refusedPosts.list(),
        problems: problems.list(),
        faults: faults.counts(),
      }
    },
    faults.report,
    createClosingFollower(visitController),
    (status) => refusedPosts.recordAnswer('heartbeats', status),
  )
}
