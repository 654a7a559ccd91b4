import '../shared/start-gpu.ts'
import { createRoot } from 'react-dom/client'
import { createLazyPart } from '../../scenes/state/lazy-part.ts'
import { SceneProvider } from '../../scenes/state/scene-context.ts'
import { resolveLanguages } from '../i18n/exhibit-languages.ts'
import { FALLBACK_LANGUAGE } from '../i18n/i18n.ts'
import { loadLanguage } from '../i18n/load-language.ts'
import { createFaultCounter } from '../kiosk/fault-counter.ts'
import { isHeadsetBrowser } from '../kiosk/is-headset-browser.ts'
import { loadExhibit } from '../kiosk/load-exhibit.ts'
import { lockDownPage } from '../kiosk/lock-down-page.ts'
import { readDeviceName } from '../kiosk/read-device-name.ts'
import { createRefusedPosts } from '../kiosk/refused-posts.ts'
import { ErrorBoundary } from '../kiosk/watchdog/error-boundary.tsx'
import { setHoldingLanguages } from '../kiosk/watchdog/holding-screen.ts'
import { createPageProblems } from '../kiosk/watchdog/page-problems.ts'
import { restartPage } from '../kiosk/watchdog/restart-page.ts'
import { applyPreferences } from '../session/apply-preferences.ts'
import { createDebugApi } from '../session/debug-api.ts'
import { enterGrantedSessions } from '../session/enter-granted-sessions.ts'
import { isHandheld } from '../session/is-handheld.ts'
import { pauseWhenHidden } from '../session/pause-when-hidden.ts'
import { createSession } from '../session/session.ts'
import { wearEars } from '../session/wear-ears.ts'
import { xrStore } from '../session/xr-session.ts'
import { ArOverlay } from '../shared/ar-overlay.tsx'
import { RoomCanvas } from '../shared/room-canvas.tsx'
import { readDeviceSound } from './device-sound.ts'
import type { ExhibitContext } from './exhibit-context.ts'
import { startExhibitWatchdog } from './exhibit-watchdog.ts'
import { startExhibitHeartbeats } from './live/exhibit-heartbeats.ts'
import { ExhibitPage } from './screens/exhibit-page.tsx'
import { prefetchVisit } from './screens/prefetch-visit.ts'
import { visitScreensPart } from './screens/visit-screens-part.ts'
import { createStaffContext } from './staff/staff-context.ts'
import { StaffEntry } from './staff/staff-entry.tsx'
import { createEmptySongLibrary, createExhibitPreferencesStorage } from './visit/exhibit-preferences.ts'
import { createVisitController } from './visit/visit-controller.ts'
import { createVolumeLimit } from './volume-limit.ts'
import '../shared/tokens.css'
import './exhibit.css'

/** `volume.hours` of exhibit.json have minutes. */
const VOLUME_REFRESH_INTERVAL_MS = 30_000

async function startExhibit(): Promise<void> {
  const config = await loadExhibit()
  const exhibit = { ...config, sound: readDeviceSound(config.sound, isHeadsetBrowser) }
  const languages = resolveLanguages(exhibit.languages)
  setHoldingLanguages(languages)
  // The language between visits arrives before the first render.
  await loadLanguage(languages[0] ?? FALLBACK_LANGUAGE)
  const volumeLimit = createVolumeLimit(exhibit)
  const session = createSession({
    library: createEmptySongLibrary(),
    preferenceStorage: createExhibitPreferencesStorage(exhibit, volumeLimit),
    openSong: (key) => visitController.dispatch({ type: 'song', key }),
  })
  if (exhibit.sound.output === 'speakers') session.audioOutput.setSpeakers(exhibit.sound.speakers)
  const faults = createFaultCounter()
  const visitController = createVisitController(session, exhibit, volumeLimit, faults)
  const exhibitContext: ExhibitContext = {
    session,
    exhibit,
    volumeLimit,
    faults,
    refusedPosts: createRefusedPosts(),
    problems: createPageProblems(),
    device: readDeviceName(),
    visitController,
  }
  window.songwalk = createDebugApi(session, () => {
    const { scene, language, song, visit, until } = visitController.store.getState()
    return { exhibit: { scene, language, song, visit, until } }
  })
  session.frameState.viewer.showsWholePath = true
  // Headsets and phones have sizes of their own.
  if (exhibit.screen && !isHeadsetBrowser && !isHandheld()) {
    const { fitToScreen } = await import('./screens/screen-sizes.ts')
    fitToScreen(exhibit.screen)
  }
  lockDownPage()
  applyPreferences(session)
  pauseWhenHidden(session, xrStore)
  session.audioOutput.watchInterruptions()
  enterGrantedSessions(session)
  if (exhibit.ears)
    wearEars(exhibit.ears).catch((error: unknown) => console.warn('The exhibit’s ears cannot be used:', error))
  const { onCrash } = startExhibitWatchdog(exhibitContext)
  // A visit that began before this part came is recorded from then on.
  const statisticsPart = createLazyPart(async () => {
    const { startVisitStatistics } = await import('./statistics/visit-statistics.ts')
    return startVisitStatistics(exhibitContext)
  })
  const staffContext = createStaffContext(exhibitContext, statisticsPart.load)
  window.setInterval(staffContext.volumeOverride.refresh, VOLUME_REFRESH_INTERVAL_MS)
  const sendHeartbeat = startExhibitHeartbeats(exhibitContext, staffContext.volumeOverride)
  const startBroadcast = async () => {
    const { broadcastLiveMessages } = await import('./live/broadcast-live-messages.ts')
    broadcastLiveMessages(exhibitContext, staffContext.volumeOverride, sendHeartbeat)
  }
  const startOffers = async () => {
    const { startHeadsetOffers } = await import('./visit/start-headset-offers.ts')
    await startHeadsetOffers(exhibitContext)
  }
  const unsubscribe = session.store.subscribe(({ phase }) => {
    if (phase !== 'ready') return
    unsubscribe()
    void prefetchVisit(exhibitContext, languages, [
      statisticsPart.load,
      visitScreensPart.load,
      startBroadcast,
      startOffers,
    ])
  })
  createRoot(document.getElementById('root') as HTMLElement).render(
    <ErrorBoundary onCrash={onCrash}>
      <SceneProvider value={session}>
        <RoomCanvas scene={session} unattended />
        <ExhibitPage exhibitContext={exhibitContext} />
        <ArOverlay session={session} />
        <StaffEntry staffContext={staffContext} />
      </SceneProvider>
    </ErrorBoundary>,
  )
}

startExhibit().catch(restartPage)
