import { createRoot } from 'react-dom/client'
import { RoomProvider } from '../../scenes/room.ts'
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
import { beginAgain } from './guard/begin-again.ts'
import { Boundary } from './guard/boundary.tsx'
import { guard } from './guard/guard.ts'
import { sendHeartbeats } from './heartbeat.ts'
import { deviceName, loadExhibit } from './load.ts'
import { ExhibitPage } from './page/exhibit-page.tsx'
import type { Piece } from './piece.ts'
import { StaffDoor } from './staff/staff-door.tsx'

async function begin(): Promise<void> {
  const exhibit = await loadExhibit()
  const session = createSession()
  const faults = createFaults()
  const piece: Piece = { session, exhibit, faults, device: deviceName(), flow: createFlow(session, exhibit, faults) }
  window.songwalk = createInspection(session)
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
        <StaffDoor piece={piece} counting={counting} />
      </RoomProvider>
    </Boundary>,
  )
}

begin().catch(beginAgain)
