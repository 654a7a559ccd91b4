import { useThree } from '@react-three/fiber'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { FlatView } from './flat-view.tsx'
import { createViews } from './frame/create-views.ts'
import { FrameLoop } from './frame/frame-loop.tsx'
import { InteractiveBoxes } from './interactive-boxes.tsx'
import { createCameraRig } from './locomotion/camera-rig.ts'
import { useSceneContext } from './state/scene-context.ts'
import { TrustDisplay } from './trust-display.tsx'
import { xrStagePart } from './xr-stage-part.ts'

/** All objects of the scene. */
export function Stage() {
  const context = useSceneContext()
  const views = useMemo(() => createViews(context), [context])
  const cameraRig = useMemo(createCameraRig, [])
  useEffect(() => views.dispose, [views])
  const get = useThree((state) => state.get)
  useEffect(() => {
    context.services.renderer = get
  }, [context, get])
  const xrMode = useStore(context.store, (state) => state.xrMode)
  const placed = useStore(context.store, (state) => state.ar.placed)
  const arSize = useStore(context.store, (state) => state.ar.size)
  const inAR = xrMode === 'ar'
  const songShown = !inAR || placed
  const XRStage = useStore(xrStagePart.store, ({ part }) => part)
  return (
    <>
      <primitive object={views.environment.mesh} visible={!inAR} />
      {/* Not 'auto': glow and ribbon would stop every fingertip. */}
      <group visible={songShown} pointerEvents={songShown ? 'listener' : 'none'}>
        <InteractiveBoxes views={views} />
        <primitive object={views.mirror.mesh} visible={!inAR} />
        <primitive object={views.glow.mesh} />
        <primitive object={views.ribbon.mesh} />
        <primitive object={views.lowHorizon.mesh} visible={inAR && arSize === 'room'} />
      </group>
      <primitive object={views.chunkLabel.mesh} />
      <primitive object={views.vignette.mesh} />
      {xrMode === null && <FlatView cameraRig={cameraRig} />}
      {XRStage && <XRStage views={views} cameraRig={cameraRig} />}
      <TrustDisplay />
      <FrameLoop views={views} cameraRig={cameraRig} />
    </>
  )
}
