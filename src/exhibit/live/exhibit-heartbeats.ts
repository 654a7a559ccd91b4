import type { Heartbeat } from '../../../protocol/health.ts'
import { watchBattery } from '../../kiosk/battery.ts'
import { startHeartbeats } from '../../kiosk/heartbeats.ts'
import { isHeadsetBrowser } from '../../kiosk/is-headset-browser.ts'
import { xrStore } from '../../session/xr-session.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import type { VolumeOverride } from '../staff/volume-override.ts'
import { createClosingFollower } from './follow-closing.ts'

/**
 * Reports this device and its visit to the server every few seconds.
 * @returns sends one heartbeat at once
 */
export function startExhibitHeartbeats(
  { session, exhibit, visitController, faults, problems, device, refusedPosts }: ExhibitContext,
  volumeOverride: VolumeOverride,
): () => Promise<void> {
  const readBattery = watchBattery(isHeadsetBrowser)
  return startHeartbeats(
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
        headset: readHeadsetState(),
        battery: readBattery(),
        volume: volumeOverride.get(),
        muted: volumeOverride.store.getState().muted,
      }
    },
    faults.report,
    createClosingFollower(visitController),
    (status) => refusedPosts.recordAnswer('heartbeats', status),
  )
}

/** Its session is hidden while a headset lies on a table. */
function readHeadsetState(): Heartbeat['headset'] {
  const { session } = xrStore.getState()
  if (session) return session.visibilityState === 'hidden' ? 'off' : 'worn'
  return isHeadsetBrowser ? 'off' : null
}
