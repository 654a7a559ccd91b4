import { useThree } from '@react-three/fiber'
import { useXR } from '@react-three/xr'
import { useEffect } from 'react'
import type { XRViews } from './frame/create-xr-views.ts'
import { findBoundedFloor } from './locomotion/bounded-floor.ts'
import { moveToStart } from './locomotion/rig.ts'
import { beginArrival } from './state/arrival.ts'
import { type FrameState, resetPlacement, setWalkingFloor } from './state/frame-state.ts'
import { useSceneContext } from './state/scene-context.ts'
import { setReaching } from './state/settling.ts'
import { createEyeHeightState } from './state/viewer-state.ts'

/** Attaches input, locomotion and AR to the XR session, and resets the visitor when it starts and ends. */
export function XRSessionSync({ views }: { views: XRViews }) {
  const { store, frameState, actions } = useSceneContext()
  const session = useXR((state) => state.session)
  const mode = useXR((state) => state.mode)
  const gl = useThree((state) => state.gl)
  useEffect(() => {
    if (!session) return
    const { viewer } = frameState
    resetPlacement(frameState)
    setReaching(frameState, mode === 'immersive-vr')
    moveToStart(frameState)
    Object.assign(viewer.eyeHeight, createEyeHeightState())
    viewer.darkness = mode === 'immersive-vr' ? 1 : 0
    viewer.stick.forward = 0
    viewer.stick.right = 0
    const xrMode = mode === 'immersive-ar' ? 'ar' : 'vr'
    store.setState({ xrMode })
    beginArrival(frameState.arrival, xrMode)
    const detachments = [views.input.attach(session), views.locomotion.attach(session)]
    if (mode === 'immersive-ar') detachments.unshift(views.arController.attach(session))
    if (mode === 'immersive-vr')
      detachments.push(followBoundedFloor(frameState, session, gl.xr.getReferenceSpace(), actions.recenter))
    return () => {
      for (const detach of detachments) detach()
      resetPlacement(frameState)
      setReaching(frameState, false)
      viewer.vignette = 0
      viewer.darkness = 0
      // Flight and eye height exist in a headset only.
      viewer.rig.y = 0
      store.setState({ xrMode: null })
    }
  }, [session, mode, frameState, store, views, gl, actions])
  return null
}

/**
 * Tells the real floor and moves the visitor to the start of the path; again whenever the headset is recentered.
 * @returns a function that detaches it from the session.
 */
function followBoundedFloor(
  frameState: FrameState,
  session: XRSession,
  space: XRReferenceSpace | null,
  recenter: () => void,
) {
  let detached = false
  const updateFloor = async () => {
    const floor = space && (await findBoundedFloor(session, space))
    if (detached) return false
    frameState.path.realFloor = floor
    return true
  }
  const handleReset = async () => {
    recenter()
    if ((await updateFloor()) && frameState.path.realFloor) recenter()
  }
  const arrive = async () => {
    if (await updateFloor()) frameState.viewer.eyeHeight.pendingReset ??= 'arrive'
  }
  space?.addEventListener('reset', handleReset)
  void arrive()
  return () => {
    detached = true
    space?.removeEventListener('reset', handleReset)
    frameState.path.realFloor = null
    setWalkingFloor(frameState, null)
  }
}
