import { SceneProvider } from '../../scenes/state/scene-context.ts'
import type { DemoSong } from '../session/demo-songs.ts'
import type { Session } from '../session/session.ts'
import { ArOverlay } from '../shared/ar-overlay.tsx'
import { RoomCanvas } from '../shared/room-canvas.tsx'
import { useXRLanguage } from '../shared/use-xr-language.ts'
import { DropZone } from './drop-zone.tsx'
import type { LocalSongs } from './local-songs.ts'
import { Page } from './page.tsx'

type AppProps = { session: Session; songs: Promise<DemoSong[]>; localSongs: LocalSongs }

export function App({ session, songs, localSongs }: AppProps) {
  useXRLanguage(session)
  return (
    <SceneProvider value={session}>
      <RoomCanvas scene={session} />
      <DropZone localSongs={localSongs} />
      <Page session={session} songs={songs} localSongs={localSongs} />
      <ArOverlay session={session} />
    </SceneProvider>
  )
}
