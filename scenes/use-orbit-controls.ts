import { useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import type { PerspectiveCamera } from 'three'
import type { OrbitControls as Controls } from 'three/addons/controls/OrbitControls.js'
import { useStore } from 'zustand'
import { type CameraRig, ORBIT_FIT_M, placeOutside, startTransition } from './locomotion/camera-rig.ts'
import { orbitControlsPart } from './orbit-controls-part.ts'
import { useSceneContext } from './state/scene-context.ts'

/** The camera stays above the floor. */
const MAX_POLAR_ANGLE_RAD = Math.PI * 0.53
/** Limits of zooming, as shares of the distance at which the form fits the picture. */
const MIN_ZOOM = 0.1
const MAX_ZOOM = 5

/** Time for the first picture of a form before its controls are loaded. */
const LOAD_DELAY_MS = 200

/** Orbit controls around the cloud while the view is `orbit`; every new song is framed again. */
export function useOrbitControls(cameraRig: CameraRig): void {
  const { store, frameState } = useSceneContext()
  const view = useStore(store, (state) => state.view)
  const isReady = useStore(store, (state) => state.phase === 'ready')
  const OrbitControls = useStore(orbitControlsPart.store, ({ part }) => part)
  const camera = useThree((state) => state.camera)
  const canvas = useThree((state) => state.gl.domElement)
  const isUpright = useThree(({ size }) => size.height > size.width)
  useEffect(() => {
    if (OrbitControls || !isReady) return
    const load = () => void orbitControlsPart.load().catch(() => {})
    const timer = setTimeout(load, LOAD_DELAY_MS)
    // Where that has failed, the next press tries again.
    canvas.addEventListener('pointerdown', load)
    return () => {
      clearTimeout(timer)
      canvas.removeEventListener('pointerdown', load)
    }
  }, [OrbitControls, isReady, canvas])
  useEffect(() => {
    startTransition(cameraRig, camera)
    if (view === 'orbit') placeOutside(cameraRig.outside, isUpright)
  }, [view, isUpright, camera, cameraRig])
  // Controls of an upright picture are others: they come back to its own first view.
  useEffect(() => {
    if (view !== 'orbit' || !OrbitControls) return
    const orbit = createOrbitControls(OrbitControls, placeOutside(cameraRig.outside, isUpright), canvas)
    cameraRig.orbit.current = orbit
    const update = () => {
      orbit.enabled = store.getState().grabbedChunk === null
      orbit.autoRotate = !frameState.viewer.reducedMotion
    }
    update()
    const unsubscribe = store.subscribe(({ outline }, before) => {
      update()
      if (outline.length !== before.outline.length) frameState.viewer.reframe = true
    })
    return () => {
      unsubscribe()
      cameraRig.orbit.current = null
      orbit.dispose()
    }
  }, [view, isUpright, OrbitControls, canvas, frameState, cameraRig, store])
}

function createOrbitControls(
  OrbitControls: typeof Controls,
  camera: PerspectiveCamera,
  canvas: HTMLCanvasElement,
): Controls {
  const orbit = new OrbitControls(camera, canvas)
  orbit.enableDamping = true
  orbit.dampingFactor = 0.06
  orbit.enablePan = false
  orbit.minDistance = ORBIT_FIT_M * MIN_ZOOM
  orbit.maxDistance = ORBIT_FIT_M * MAX_ZOOM
  orbit.maxPolarAngle = MAX_POLAR_ANGLE_RAD
  orbit.autoRotateSpeed = 0.28
  orbit.update()
  orbit.saveState()
  return orbit
}
