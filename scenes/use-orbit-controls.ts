import { useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import { PerspectiveCamera, Vector3 } from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import { useStore } from 'zustand'
import { computeCloudRadius } from './geometry/cloud.ts'
import { type CameraRig, startTransition } from './locomotion/camera-rig.ts'
import { useSceneContext } from './state/scene-context.ts'

/** Center of the cloud, in the song's space. */
const ORBIT_TARGET = new Vector3(0.2, 1.05, 0)
/** The camera stays above the floor. */
const MAX_POLAR_ANGLE_RAD = Math.PI * 0.53

/** Orbit controls around the cloud while the view is `orbit`; every new song is framed again. */
export function useOrbitControls(cameraRig: CameraRig): void {
  const { store, frameState } = useSceneContext()
  const view = useStore(store, (state) => state.view)
  const count = useStore(store, (state) => state.outline.length)
  const camera = useThree((state) => state.camera)
  const canvas = useThree((state) => state.gl.domElement)
  useEffect(() => {
    startTransition(cameraRig, camera)
    if (view !== 'orbit') return
    const orbit = createOrbitControls(canvas, count)
    cameraRig.orbit.current = orbit
    const update = () => {
      orbit.enabled = store.getState().grabbedChunk === null
      orbit.autoRotate = !frameState.viewer.reducedMotion
    }
    update()
    const unsubscribe = store.subscribe(update)
    return () => {
      unsubscribe()
      cameraRig.orbit.current = null
      orbit.dispose()
    }
  }, [view, count, camera, canvas, frameState, cameraRig, store])
}

function createOrbitControls(canvas: HTMLCanvasElement, count: number): OrbitControls {
  const camera = new PerspectiveCamera()
  const orbit = new OrbitControls(camera, canvas)
  orbit.target.copy(ORBIT_TARGET)
  // A narrow screen needs a larger distance for the same cloud.
  const narrowness = Math.max(1, 1.15 / (canvas.clientWidth / canvas.clientHeight))
  const distance = Math.max(5.2, computeCloudRadius(count) * 3.3) * narrowness
  camera.position.set(-distance * 0.5, 1.2 + distance * 0.3, distance * 0.87)
  orbit.enableDamping = true
  orbit.dampingFactor = 0.06
  orbit.enablePan = false
  orbit.minDistance = 0.8
  orbit.maxDistance = 40
  orbit.maxPolarAngle = MAX_POLAR_ANGLE_RAD
  orbit.autoRotateSpeed = 0.28
  orbit.update()
  orbit.saveState()
  return orbit
}
