import { Canvas } from '@react-three/fiber'
import { XR } from '@react-three/xr'
import { Suspense, useState } from 'react'
import { WebGLRenderer, type WebGLRendererParameters } from 'three'
import { Stage } from '../../scenes/stage.tsx'
import { useTranslate } from '../i18n/i18n.ts'
import { xrStore } from '../session/xr-session.ts'
import styles from './room-canvas.module.css'
import { watchLostPicture } from './watch-lost-picture.ts'

/** The canvas with the scene, behind the page; needs a SceneProvider above it. Without WebGL one sentence in its place. */
export function RoomCanvas() {
  const t = useTranslate()
  const [problem, setProblem] = useState<'noWebGL' | 'pictureLost' | null>(null)
  if (problem)
    return (
      <p role="alert" className={styles.problem}>
        {t(`common.${problem}`)}
      </p>
    )
  return (
    <Canvas
      style={{ position: 'fixed', inset: 0, touchAction: 'none' }}
      flat
      dpr={[1, 2]}
      camera={{ fov: 52, near: 0.03, far: 220, position: [-4, 4, 7] }}
      gl={(defaults) => createRenderer(defaults as WebGLRendererParameters, () => setProblem('noWebGL'))}
      onCreated={({ gl }) => watchLostPicture(gl.domElement, () => setProblem('pictureLost'))}
    >
      <XR store={xrStore}>
        <Suspense fallback={null}>
          <Stage />
        </Suspense>
      </XR>
    </Canvas>
  )
}

/** Never resolves without WebGL, whose canvas `onFail` replaces: an error here would only reach the console. */
async function createRenderer(defaults: WebGLRendererParameters, onFail: () => void): Promise<WebGLRenderer> {
  try {
    return new WebGLRenderer({ ...defaults, antialias: true, powerPreference: 'high-performance' })
  } catch (error) {
    console.warn('No WebGL:', error)
    onFail()
    return new Promise(() => {})
  }
}
