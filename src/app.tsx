import { Canvas } from '@react-three/fiber'
import { XR } from '@react-three/xr'
import { Suspense } from 'react'
import { RoomProvider } from '../scenes/room.ts'
import { Stage } from '../scenes/stage.tsx'
import { ArOverlay } from './ar/ar-overlay.tsx'
import { DropZone } from './drop-zone.tsx'
import { Page } from './page.tsx'
import type { Session } from './session.ts'
import type { ListedSong } from './songs.ts'
import { xrStore } from './xr-store.ts'

export function App({ session, songs }: { session: Session; songs: Promise<ListedSong[]> }) {
  return (
    <RoomProvider value={session}>
      <Canvas
        className="room"
        style={{ position: 'fixed', inset: 0 }}
        flat
        dpr={[1, 2]}
        camera={{ fov: 52, near: 0.03, far: 220, position: [-4, 4, 7] }}
        gl={{ antialias: true, powerPreference: 'high-performance' }}
        fallback={<p>This browser cannot show 3D; switch on hardware acceleration or use another browser.</p>}
      >
        <XR store={xrStore}>
          <Suspense fallback={null}>
            <Stage />
          </Suspense>
        </XR>
      </Canvas>
      <DropZone session={session} />
      <Page session={session} songs={songs} />
      <ArOverlay session={session} />
    </RoomProvider>
  )
}
