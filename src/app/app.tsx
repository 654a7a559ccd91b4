import { SceneProvider } from '../../scenes/state/scene-context.ts'
import type { DemoSong } from '../session/demo-songs.ts'
import type { Session } from '../session/session.ts'
import { ArOverlay } from '../shared/ar-overlay.tsx'
import { RoomCanvas } from '../shared/room-canvas.tsx'
import { useXRLanguage } from '../shared/use-xr-language.ts'
import { DropZone } from './drop-zone.tsx'
import { Page } from './page.tsx'

export function App({ session, songs }: { session: Session; songs: Promise<DemoSong[]> }) {
  useXRLanguage(session)
  return (
    <SceneProvider value={session}>
      <RoomCanvas scene={session} />
      <DropZone session={session} />
      <Page session={session} songs={songs} />
      <ArOverlay session={session} />
    </SceneProvider>
  )
}
