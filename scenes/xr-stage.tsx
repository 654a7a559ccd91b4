import { getVoidObject } from '@pmndrs/pointer-events'
import { useThree } from '@react-three/fiber'
import { useXR, XR, XROrigin } from '@react-three/xr'
import { useEffect, useMemo } from 'react'
import type { EventDispatcher } from 'three'
import { useStore } from 'zustand'
import type { SceneViews } from './frame/create-views.ts'
import { createXRViews, type XRViews } from './frame/create-xr-views.ts'
import { xrSceneStore } from './input/xr-scene-store.ts'
import { getXRPointerFields, type XRPointerFields } from './interactive-boxes.tsx'
import type { CameraRig } from './locomotion/camera-rig.ts'
import { Panel } from './panel/panel.tsx'
import { useSceneContext } from './state/scene-context.ts'
import { xrRenderer } from './state/xr-renderer.ts'
import { XRSessionSync } from './xr-session-sync.tsx'

type XRStageProps = { views: SceneViews; cameraRig: CameraRig }

/** What the scene has in a headset or in AR, and what connects it to XR sessions. */
export function XRStage(props: XRStageProps) {
  return (
    <XR store={xrSceneStore}>
      <XRObjects {...props} />
    </XR>
  )
}

function XRObjects({ views, cameraRig }: XRStageProps) {
  const context = useSceneContext()
  const { store } = context
  const xrViews = useMemo(() => createXRViews(context, views.chunkTexture, views.ribbon), [context, views])
  const manager = useThree((state) => state.gl.xr)
  const xrMode = useStore(store, (state) => state.xrMode)
  const placed = useStore(store, (state) => state.ar.placed)
  // AR in a headset shows no page over the scene and needs the panel; AR on a phone does not.
  const hasHands = useXR(({ inputSourceStates }) =>
    inputSourceStates.some(({ type }) => type === 'controller' || type === 'hand'),
  )
  usePressesOfEmptySpace(xrViews)
  useCompiledShaders()
  useEffect(() => {
    views.xr.current = xrViews
    xrRenderer.setState({ manager })
    return () => {
      xrRenderer.setState({ manager: null })
      views.xr.current = null
      xrViews.dispose()
    }
  }, [manager, views, xrViews])
  return (
    <>
      <primitive object={xrViews.gazePointer.reticle.mesh} />
      <primitive object={xrViews.arController.reticle.mesh} />
      <primitive object={xrViews.locomotion.teleportArc.mesh} />
      <primitive object={xrViews.shadow.mesh} visible={xrMode === 'ar' && placed} />
      <primitive object={xrViews.captionPlate.mesh} />
      <primitive object={xrViews.floorTitle.mesh} />
      <XROrigin ref={cameraRig.origin}>
        <primitive object={xrViews.inputView.mesh} />
        <primitive object={xrViews.inputView.notes.group} />
        {/* A pinch on the panel must not move the visitor. */}
        <group
          pointerEventsOrder={1}
          onPointerDown={(event) => xrViews.locomotion.claimSource(getXRPointerFields(event).pointerState?.inputSource)}
        >
          {/* Mounted before a session begins, which it would delay. */}
          <Panel present={xrMode === 'vr' || (placed && hasHands)} />
        </group>
      </XROrigin>
      <XRSessionSync views={xrViews} />
    </>
  )
}

/** Time for the panel's parts and their first layout. */
const COMPILE_DELAY_MS = 600

/** Compiles what a session will draw before it begins; where the browser cannot do it beside the page, it is left to the session. */
function useCompiledShaders(): void {
  const get = useThree((state) => state.get)
  useEffect(() => {
    const timer = setTimeout(() => {
      const { gl, scene, camera } = get()
      if (!gl.xr.isPresenting && gl.extensions.has('KHR_parallel_shader_compile')) void gl.compileAsync(scene, camera)
    }, COMPILE_DELAY_MS)
    return () => clearTimeout(timer)
  }, [get])
}

/** Presses of controllers and hands that point at nothing. */
function usePressesOfEmptySpace({ input }: XRViews): void {
  const scene = useThree((state) => state.scene)
  useEffect(() => {
    const voidObject = getVoidObject(scene) as unknown as EventDispatcher<{ pointerdown: XRPointerFields }>
    const pressEmpty = ({ pointerState }: XRPointerFields) => {
      if (pointerState?.inputSource) input.pressEmpty(pointerState.inputSource)
    }
    voidObject.addEventListener('pointerdown', pressEmpty)
    return () => voidObject.removeEventListener('pointerdown', pressEmpty)
  }, [scene, input])
}
