import { useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import { PerspectiveCamera } from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import { useStore } from 'zustand'
import { type CameraRig, ORBIT_FIT_M, startTransition } from './locomotion/camera-rig.ts'
import { useSceneContext } from './state/scene-context.ts'

/** Where the visitor first stands outside: azimuth from the path's beginning, elevation. */
const START_AZIMUTH_RAD = -0.52
const START_ELEVATION_RAD = 0.36
/** The camera stays above the floor. */
const MAX_POLAR_ANGLE_RAD = Math.PI * 0.53
/** Limits of zooming, as shares of the distance at which the form fits the picture. */
const MIN_ZOOM = 0.1
const MAX_ZOOM = 5

/** Orbit controls around the cloud while the view is `orbit`; every new song is framed again. */
export function useOrbitControls(cameraRig: CameraRig): void {
  const { store, frameState } = useSceneContext()
  const view = useStore(store, (state) => state.view)
  const camera = useThree((state) => state.camera)
  const canvas = useThree((state) => state.gl.domElement)
  useEffect(() => {
    startTransition(cameraRig, camera)
    if (view !== 'orbit') return
    const orbit = createOrbitControls(canvas)
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
  }, [view, camera, canvas, frameState, cameraRig, store])
}

function createOrbitControls(canvas: HTMLCanvasElement): OrbitControls {
  const camera = new PerspectiveCamera()
  const orbit = new OrbitControls(camera, canvas)
  camera.position.setFromSphericalCoords(ORBIT_FIT_M, Math.PI / 2 - START_ELEVATION_RAD, START_AZIMUTH_RAD)
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
