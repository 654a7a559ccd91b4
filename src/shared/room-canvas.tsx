import { Canvas } from '@react-three/fiber'
import { XR } from '@react-three/xr'
import { Suspense } from 'react'
import { Stage } from '../../scenes/stage.tsx'
import { useTranslate } from '../i18n/i18n.ts'
import { xrStore } from '../session/xr-session.ts'

/** The canvas with the scene, behind the page; needs a SceneProvider above it. */
export function RoomCanvas() {
  const t = useTranslate()
  return (
    <Canvas
      style={{ position: 'fixed', inset: 0, touchAction: 'none' }}
      flat
      dpr={[1, 2]}
      camera={{ fov: 52, near: 0.03, far: 220, position: [-4, 4, 7] }}
      gl={{ antialias: true, powerPreference: 'high-performance' }}
      fallback={<p>{t('common.noWebGL')}</p>}
    >
      <XR store={xrStore}>
        <Suspense fallback={null}>
          <Stage />
        </Suspense>
      </XR>
    </Canvas>
  )
}
