import { createRoot, events, extend } from '@react-three/fiber'
import { useLayoutEffect, useRef, useState } from 'react'
import { Group, WebGLRenderer, type WebGLRendererParameters } from 'three'
import { Stage } from '../../scenes/stage.tsx'
import { type SceneContext, SceneProvider } from '../../scenes/state/scene-context.ts'
import { useTranslate } from '../i18n/i18n.ts'
import styles from './room-canvas.module.css'
import { watchLostPicture } from './watch-lost-picture.ts'

// The only element by name; `Canvas` of @react-three/fiber would bring all of three.
extend({ Group })

type PictureProblem = 'noWebGL' | 'pictureLost'

/** The canvas with the scene, behind the page. Without WebGL one sentence in its place. */
export function RoomCanvas({ scene }: { scene: SceneContext }) {
  const t = useTranslate()
  const container = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [problem, setProblem] = useState<PictureProblem | null>(null)
  const [error, setError] = useState<unknown>(null)
  useLayoutEffect(() => {
    if (problem || !container.current || !canvas.current) return
    return renderScene(container.current, canvas.current, scene, setProblem, setError)
  }, [scene, problem])
  // For the boundary above, which shows that the page cannot go on.
  if (error) throw error
  if (problem)
    return (
      <p role="alert" className={styles.problem}>
        {t(`common.${problem}`)}
      </p>
    )
  return (
    <div ref={container} style={{ position: 'fixed', inset: 0, overflow: 'hidden', touchAction: 'none' }}>
      <canvas ref={canvas} style={{ display: 'block' }} />
    </div>
  )
}

/** @returns a function that removes the scene */
function renderScene(
  container: HTMLDivElement,
  canvas: HTMLCanvasElement,
  scene: SceneContext,
  onProblem: (problem: PictureProblem) => void,
  onError: (error: unknown) => void,
): () => void {
  const root = createRoot(canvas)
  const resize = () => {
    const { width, height, left, top } = container.getBoundingClientRect()
    if (width === 0 || height === 0) return
    const configured = root.configure({
      events,
      flat: true,
      dpr: [1, 2],
      camera: { fov: 52, near: 0.03, far: 220, position: [-4, 4, 7] },
      gl: (defaults) => createRenderer(defaults as WebGLRendererParameters, () => onProblem('noWebGL')),
      size: { width, height, left, top },
      onCreated: ({ gl, events: { connect } }) => {
        connect?.(container)
        watchLostPicture(gl.domElement, () => onProblem('pictureLost'))
      },
    })
    configured
      .then(() =>
        root.render(
          <SceneProvider value={scene}>
            <Stage />
          </SceneProvider>,
        ),
      )
      .catch(onError)
  }
  const observer = new ResizeObserver(resize)
  observer.observe(container)
  resize()
  return () => {
    observer.disconnect()
    root.unmount()
  }
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
