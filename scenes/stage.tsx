import { useThree } from '@react-three/fiber'
import { useXR, XROrigin } from '@react-three/xr'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { FlatView } from './flat-view.tsx'
import { createViews } from './frame/create-views.ts'
import { FrameLoop } from './frame/frame-loop.tsx'
import { getXRPointerFields, InteractiveBoxes } from './interactive-boxes.tsx'
import { createCameraRig } from './locomotion/camera-rig.ts'
import { Panel } from './panel/panel.tsx'
import { useSceneContext } from './state/scene-context.ts'
import { TrustDisplay } from './trust-display.tsx'
import { XRSessionSync } from './xr-session-sync.tsx'

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
  const inAR = xrMode === 'ar'
  const songShown = !inAR || placed
  // AR in a headset shows no page over the scene and needs the panel; AR on a phone does not.
  const hasHands = useXR(({ inputSourceStates }) =>
    inputSourceStates.some(({ type }) => type === 'controller' || type === 'hand'),
  )
  return (
    <>
      <primitive object={views.environment.mesh} visible={!inAR} />
      {/* Not 'auto': glow and ribbon would stop every fingertip. */}
      <group visible={songShown} pointerEvents={songShown ? 'listener' : 'none'}>
        <InteractiveBoxes views={views} />
        <primitive object={views.glow.mesh} />
        <primitive object={views.ribbon.mesh} />
        <primitive object={views.shadow.mesh} visible={inAR} />
      </group>
      <primitive object={views.gazeReticle.mesh} />
      <primitive object={views.chunkLabel.mesh} />
      <primitive object={views.arController.reticle.mesh} />
      <primitive object={views.captionPlate.mesh} />
      <XROrigin ref={cameraRig.origin}>
        <primitive object={views.xrInputView.mesh} />
        {/* A pinch on the panel must not move the visitor. */}
        <group
          onPointerDown={(event) => views.locomotion.claimSource(getXRPointerFields(event).pointerState?.inputSource)}
        >
          {(xrMode === 'vr' || (placed && hasHands)) && <Panel />}
        </group>
      </XROrigin>
      <primitive object={views.locomotion.teleportArc.mesh} />
      <primitive object={views.vignette.mesh} />
      {xrMode === null && <FlatView cameraRig={cameraRig} />}
      <XRSessionSync views={views} />
      <TrustDisplay />
      <FrameLoop views={views} cameraRig={cameraRig} />
    </>
  )
}
