import { RoomProvider } from '../scenes/state/ui-store.ts'
import { ArOverlay } from './ar/ar-overlay.tsx'
import { DropZone } from './drop-zone.tsx'
import { Page } from './page.tsx'
import { RoomCanvas } from './room-canvas.tsx'
import type { Session } from './session.ts'
import type { ListedSong } from './songs.ts'

export function App({ session, songs }: { session: Session; songs: Promise<ListedSong[]> }) {
  return (
    <RoomProvider value={session}>
      <RoomCanvas />
      <DropZone session={session} />
      <Page session={session} songs={songs} />
      <ArOverlay session={session} />
    </RoomProvider>
  )
}
