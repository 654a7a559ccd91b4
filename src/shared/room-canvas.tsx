import { Canvas } from '@react-three/fiber'
import { XR } from '@react-three/xr'
import { Suspense } from 'react'
import { Stage } from '../../scenes/stage.tsx'
import { xrStore } from '../session/xr-session.ts'

/** The room itself, behind whatever the page shows; within a RoomProvider. */
export function RoomCanvas() {
  return (
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
  )
}
