import { createRoot } from 'react-dom/client'
import { defaultSettings } from '../../audio/song/song.ts'
import { SceneProvider } from '../../scenes/state/ui-store.ts'
import { createFaults } from '../kiosk/faults.ts'
import { sendHeartbeats } from '../kiosk/heartbeat.ts'
import { deviceName, loadExhibit } from '../kiosk/load-exhibit.ts'
import { stayInKiosk } from '../kiosk/lock-down.ts'
import { Boundary } from '../kiosk/watchdog/error-boundary.tsx'
import { beginAgain } from '../kiosk/watchdog/restart-page.ts'
import { applyPreferences } from '../session/apply-preferences.ts'
import { watchAudioContext } from '../session/audio-output.ts'
import { createDebugApi } from '../session/debug-api.ts'
import { pauseWhenHidden } from '../session/pause-when-hidden.ts'
import { createSession } from '../session/session.ts'
import { xrStore } from '../session/xr-session.ts'
import { ArOverlay } from '../shared/ar-overlay.tsx'
import { RoomCanvas } from '../shared/room-canvas.tsx'
import type { Piece } from './exhibit-context.ts'
import { guard } from './exhibit-watchdog.ts'
import { broadcast } from './live/broadcast.ts'
import { ExhibitPage } from './screens/exhibit-page.tsx'
import { StaffDoor } from './staff/staff-entry.tsx'
import { countVisits } from './statistics/visit-statistics.ts'
import { createFlow } from './visit/create-visit.ts'
import { keptByHouse, noMemory } from './visit/exhibit-preferences.ts'
import './screens/exhibit.css'
import './screens/exhibit-veils.css'
import './screens/exhibit-intro.css'
import './screens/exhibit-intro-motion.css'
import './screens/exhibit-free.css'
import './screens/exhibit-sheet.css'
import './screens/exhibit-small.css'
import '../shared/ar.css'

async function begin(): Promise<void> {
  const exhibit = await loadExhibit()
  const session = createSession(defaultSettings, noMemory(), keptByHouse(exhibit))
  const faults = createFaults()
  const flow = createFlow(session, exhibit, faults)
  const piece: Piece = { session, exhibit, faults, device: deviceName(), flow }
  window.songwalk = createDebugApi(session, () => {
    const { scene, language, song, visit, until } = flow.store.getState()
    return { exhibit: { scene, language, song, visit, until } }
  })
  stayInKiosk()
  applyPreferences(session)
  pauseWhenHidden(session, xrStore)
  watchAudioContext()
  const { crashed } = guard(piece)
  const counting = countVisits(piece)
  sendHeartbeats(piece)
  broadcast(piece)
  createRoot(document.getElementById('root') as HTMLElement).render(
    <Boundary crashed={crashed}>
      <SceneProvider value={session}>
        <RoomCanvas />
        <ExhibitPage piece={piece} />
        <ArOverlay session={session} />
        <StaffDoor piece={piece} counting={counting} />
      </SceneProvider>
    </Boundary>,
  )
}

begin().catch(beginAgain)
