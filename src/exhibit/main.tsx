import { createRoot } from 'react-dom/client'
import { defaultSettings } from '../../audio/song/song.ts'
import { RoomProvider } from '../../scenes/state/ui-store.ts'
import { ArOverlay } from '../ar/ar-overlay.tsx'
import { followPreferences } from '../follow-preferences.ts'
import { createInspection } from '../inspect.ts'
import { restWhileAway } from '../rest.ts'
import { RoomCanvas } from '../room-canvas.tsx'
import { createSession } from '../session.ts'
import { keepSounding } from '../sound.ts'
import { xrStore } from '../xr-store.ts'
import { broadcast } from './broadcast.ts'
import { countVisits } from './counting/count-visits.ts'
import { createFaults } from './faults.ts'
import { createFlow } from './flow/create-flow.ts'
import { keptByHouse, noMemory } from './flow/house.ts'
import { beginAgain } from './guard/begin-again.ts'
import { Boundary } from './guard/boundary.tsx'
import { guard } from './guard/guard.ts'
import { sendHeartbeats } from './heartbeat.ts'
import { deviceName, loadExhibit } from './load.ts'
import { ExhibitPage } from './page/exhibit-page.tsx'
import { stayInKiosk } from './page/kiosk.ts'
import type { Piece } from './piece.ts'
import { StaffDoor } from './staff/staff-door.tsx'
import '../styles/exhibit.css'
import '../styles/exhibit-veils.css'
import '../styles/exhibit-intro.css'
import '../styles/exhibit-intro-motion.css'
import '../styles/exhibit-free.css'
import '../styles/exhibit-sheet.css'
import '../styles/exhibit-small.css'
import '../styles/ar.css'

async function begin(): Promise<void> {
  const exhibit = await loadExhibit()
  const session = createSession(defaultSettings, noMemory(), keptByHouse(exhibit))
  const faults = createFaults()
  const flow = createFlow(session, exhibit, faults)
  const piece: Piece = { session, exhibit, faults, device: deviceName(), flow }
  window.songwalk = createInspection(session, () => {
    const { scene, language, song, visit, until } = flow.store.getState()
    return { exhibit: { scene, language, song, visit, until } }
  })
  stayInKiosk()
  followPreferences(session)
  restWhileAway(session, xrStore)
  keepSounding()
  const { crashed } = guard(piece)
  const counting = countVisits(piece)
  sendHeartbeats(piece)
  broadcast(piece)
  createRoot(document.getElementById('root') as HTMLElement).render(
    <Boundary crashed={crashed}>
      <RoomProvider value={session}>
        <RoomCanvas />
        <ExhibitPage piece={piece} />
        <ArOverlay session={session} />
        <StaffDoor piece={piece} counting={counting} />
      </RoomProvider>
    </Boundary>,
  )
}

begin().catch(beginAgain)
