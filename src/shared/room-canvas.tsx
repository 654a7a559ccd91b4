import { createRoot, events, extend } from '@react-three/fiber'
import { useLayoutEffect, useRef, useState } from 'react'
import { Group } from 'three'
import { yieldToNextTask } from '../../audio/yield-to-main.ts'
import { Stage } from '../../scenes/stage.tsx'
import { type SceneContext, SceneProvider } from '../../scenes/state/scene-context.ts'
import { useTranslate } from '../i18n/i18n.ts'
import { compilePrograms } from './compile-programs.ts'
import { createRenderer } from './create-renderer.ts'
import styles from './room-canvas.module.css'
import { watchLostPicture } from './watch-lost-picture.ts'

// The only element by name; `Canvas` of @react-three/fiber would bring all of three.
extend({ Group })

type PictureProblem = 'noWebGL' | 'pictureLost'

/**
 * The canvas with the scene, behind the page. Without WebGL one sentence in its place.
 * @param unattended without WebGL an error for the boundary above: nobody is there to read a sentence
 */
export function RoomCanvas({ scene, unattended = false }: { scene: SceneContext; unattended?: boolean }) {
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
  if (problem && unattended) throw new Error(`The room cannot be drawn: ${problem}.`)
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

/**
 * Draws the scene from then on; WebGL, the scene and its shaders are made in tasks of their own.
 * @returns a function that removes the scene
 */
function renderScene(
  container: HTMLDivElement,
  canvas: HTMLCanvasElement,
  scene: SceneContext,
  onProblem: (problem: PictureProblem) => void,
  onError: (error: unknown) => void,
): () => void {
  const root = createRoot(canvas)
  const removal = new AbortController()
  const configure = async (frameloop: 'always' | 'never') => {
    const { width, height, left, top } = container.getBoundingClientRect()
    if (width === 0 || height === 0 || removal.signal.aborted) return false
    await root.configure({
      events,
      flat: true,
      dpr: [1, 2],
      frameloop,
      camera: { fov: 52, near: 0.03, far: 220, position: [-4, 4, 7] },
      gl: (defaults) => createRenderer(defaults as Parameters<typeof createRenderer>[0], () => onProblem('noWebGL')),
      size: { width, height, left, top },
      onCreated: ({ gl, events: { connect } }) => {
        connect?.(container)
        watchLostPicture(gl.domElement, () => onProblem('pictureLost'))
      },
    })
    return true
  }
  const start = async () => {
    await yieldToNextTask()
    if (!(await configure('never'))) return false
    await yieldToNextTask()
    if (removal.signal.aborted) return false
    const {
      gl,
      scene: objects,
      camera,
      setFrameloop,
    } = root
      .render(
        <SceneProvider value={scene}>
          <Stage />
        </SceneProvider>,
      )
      .getState()
    await compilePrograms(gl, objects, camera, removal.signal)
    if (!removal.signal.aborted) setFrameloop('always')
    return true
  }
  let starting: Promise<boolean> | null = null
  const resize = () => {
    const isFirst = starting === null
    starting ??= start()
    starting
      .then(async (isStarted) => {
        // A container that was hidden at first has a size later.
        if (!isStarted) starting = null
        else if (!isFirst) await configure('always')
      })
      .catch(onError)
  }
  const observer = new ResizeObserver(resize)
  observer.observe(container)
  return () => {
    removal.abort()
    observer.disconnect()
    root.unmount()
  }
}
