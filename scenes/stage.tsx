import { getVoidObject } from '@pmndrs/pointer-events'
import { type ThreeEvent, useThree } from '@react-three/fiber'
import { useXR, XROrigin } from '@react-three/xr'
import { useEffect, useMemo, useRef } from 'react'
import type { EventDispatcher } from 'three'
import { useStore } from 'zustand'
import type { Meters } from '../audio/units.ts'
import { FlatView } from './flat-view.tsx'
import { createViews, type SceneViews } from './frame/create-views.ts'
import { FrameLoop } from './frame/frame-loop.tsx'
import { createPlacement, songToRoom } from './geometry/placement.ts'
import { heatToTrust } from './geometry/trust.ts'
import type { PointerRay } from './input/pointer-ray.ts'
import { findBoundedFloor } from './locomotion/bounded-floor.ts'
import { createCameraRig } from './locomotion/camera-rig.ts'
import { moveToStart } from './locomotion/rig.ts'
import { Panel } from './panel/panel.tsx'
import { type FrameState, resetPlacement, setBoundedFloor, showTrust } from './state/frame-state.ts'
import { useSceneContext } from './state/ui-store.ts'
import { createEyeHeightState } from './state/viewer-state.ts'

/** Everything that stands in the room. */
export function Stage() {
  const room = useSceneContext()
  const views = useMemo(() => createViews(room), [room])
  const seat = useMemo(createCameraRig, [])
  useEffect(() => views.dispose, [views])
  const get = useThree((state) => state.get)
  useEffect(() => {
    room.services.renderer = get
  }, [room, get])
  const session = useStore(room.store, (state) => state.xrMode)
  const placed = useStore(room.store, (state) => state.ar.placed)
  const real = session === 'ar'
  // A headset in AR shows no page over the room, so it needs the panel there too.
  const hands = useXR(({ inputSourceStates }) =>
    inputSourceStates.some(({ type }) => type === 'controller' || type === 'hand'),
  )
  return (
    <>
      <primitive object={views.environment.mesh} visible={!real} />
      {/* Never 'auto': lights and ribbon would stop every fingertip. */}
      <group visible={!real || placed} pointerEvents={!real || placed ? 'listener' : 'none'}>
        <InteractiveBoxes views={views} />
        <primitive object={views.glow.mesh} />
        <primitive object={views.ribbon.mesh} />
        <primitive object={views.shadow.mesh} visible={real} />
      </group>
      <primitive object={views.gazeReticle.mesh} />
      <primitive object={views.chunkLabel.mesh} />
      <primitive object={views.arController.reticle.mesh} />
      <primitive object={views.captionPlate.mesh} />
      <XROrigin ref={seat.origin}>
        <primitive object={views.xrInputView.mesh} />
        {/* A pinch on the panel is meant for the panel. */}
        <group
          onPointerDown={(event) => views.locomotion.claimSource(getXRPointerFields(event).pointerState?.inputSource)}
        >
          {(session === 'vr' || (placed && hands)) && <Panel />}
        </group>
      </XROrigin>
      <primitive object={views.locomotion.teleportView.mesh} />
      <primitive object={views.vignette.mesh} />
      {session === null && <FlatView seat={seat} />}
      <XRSessionSync views={views} />
      <TrustDisplay />
      <FrameLoop views={views} seat={seat} />
    </>
  )
}

/** A pointer that moves less than this between down and up has clicked. */
const MAX_CLICK_MOVE_PX = 6

/** Fields that @pmndrs/pointer-events adds to events which come from a headset's pointers. */
type XRPointerFields = { pointerState?: { inputSource?: XRInputSource; gazeRay?: PointerRay }; pointerType?: string }
const getXRPointerFields = (event: ThreeEvent<PointerEvent>): XRPointerFields => event as XRPointerFields

function InteractiveBoxes({ views }: { views: SceneViews }) {
  const { frameState, actions } = useSceneContext()
  const scene = useThree((state) => state.scene)
  const press = useRef({ chunk: -1, x: 0, y: 0, timer: 0 })
  const letGo = () => {
    window.clearTimeout(press.current.timer)
    press.current.chunk = -1
  }
  useEffect(() => {
    // A press that stays put for a moment takes the box; one that moves on looks around.
    const wander = (event: PointerEvent) => {
      const { x, y } = press.current
      if (Math.hypot(event.clientX - x, event.clientY - y) >= MAX_CLICK_MOVE_PX)
        window.clearTimeout(press.current.timer)
    }
    window.addEventListener('pointermove', wander)
    return () => window.removeEventListener('pointermove', wander)
  }, [])
  useEffect(() => {
    const nothing = getVoidObject(scene) as unknown as EventDispatcher<{ pointerdown: XRPointerFields }>
    const down = ({ pointerState }: XRPointerFields) => {
      if (pointerState?.inputSource) views.xrInput.pressEmpty(pointerState.inputSource)
    }
    nothing.addEventListener('pointerdown', down)
    return () => nothing.removeEventListener('pointerdown', down)
  }, [scene, views])
  const hover = (event: ThreeEvent<PointerEvent>, chunk: number) => {
    const { inputSource, gazeRay } = getXRPointerFields(event).pointerState ?? {}
    if (inputSource)
      views.xrInput.hoverSource(
        inputSource,
        chunk,
        chunk < 0 ? undefined : measurePointerDistance(frameState, chunk, event),
      )
    else if (gazeRay) views.xrInput.setHovered(gazeRay, chunk)
    else reportFlatPointer(frameState, chunk, event)
  }
  return (
    <primitive
      object={views.boxes.mesh}
      onPointerMove={(event: ThreeEvent<PointerEvent>) => hover(event, event.instanceId ?? -1)}
      onPointerOut={(event: ThreeEvent<PointerEvent>) => hover(event, -1)}
      onPointerDown={(event: ThreeEvent<PointerEvent>) => {
        const chunk = event.instanceId
        if (chunk === undefined) return
        const { pointerState, pointerType } = getXRPointerFields(event)
        if (pointerState) {
          if (pointerState.inputSource)
            views.xrInput.pressChunk(pointerState.inputSource, chunk, pointerType === 'touch')
          else actions.pickChunk(chunk)
          return
        }
        if (event.button !== 0) return
        reportFlatPointer(frameState, chunk, event)
        const { clientX: x, clientY: y } = event.nativeEvent
        press.current = { chunk, x, y, timer: window.setTimeout(() => actions.grabChunk(chunk), 350) }
      }}
      onPointerUp={(event: ThreeEvent<PointerEvent>) => {
        const { chunk, x, y } = press.current
        letGo()
        if (getXRPointerFields(event).pointerState || chunk < 0 || event.instanceId !== chunk) return
        const { clientX, clientY } = event.nativeEvent
        if (Math.hypot(clientX - x, clientY - y) < MAX_CLICK_MOVE_PX) actions.pickChunk(chunk)
      }}
    />
  )
}

/** How far the pointer is from the box, in the room; Infinity where it meets the box's tile of the path. */
function measurePointerDistance(
  { boxes: { position: place, edgeLength: edge }, placement }: FrameState,
  chunk: number,
  { point, distance }: ThreeEvent<PointerEvent>,
): Meters {
  const [x, y, z] = place.subarray(chunk * 3, chunk * 3 + 3) as unknown as [number, number, number]
  const off = Math.hypot(point.x - x, point.y - y, point.z - z)
  return off < edge[chunk]! + 0.1 ? distance * placement.scale : Number.POSITIVE_INFINITY
}

/** A mouse or a finger on the page points. */
function reportFlatPointer(
  frameState: FrameState,
  chunk: number,
  { nativeEvent, ray }: ThreeEvent<PointerEvent>,
): void {
  frameState.pointer.hoveredChunk = chunk
  const {
    pointer: { active: pointer },
    placement,
  } = frameState
  pointer.kind = nativeEvent.pointerType === 'touch' ? 'touch' : 'mouse'
  pointer.hand = 'none'
  pointer.chunk = chunk
  songToRoom(placement, ray.origin.x, ray.origin.y, ray.origin.z, pointer.origin)
  songToRoom(
    { ...createPlacement(), yaw: placement.yaw },
    ray.direction.x,
    ray.direction.y,
    ray.direction.z,
    pointer.direction,
  )
}

/** Boxes show their trust once it is known, if the visitor wants to see it; or how often they were touched. */
function TrustDisplay() {
  const { store, frameState } = useSceneContext()
  const song = useStore(store, (state) => state.song)
  const shown = useStore(store, (state) => state.trustShown)
  const heat = useStore(store, (state) => state.touchHeatmap)
  useEffect(() => {
    const warm = heat?.map((value) => ({ trust: heatToTrust(value) }))
    showTrust(frameState, shown || heat !== null, warm ?? song?.chunks ?? [])
  }, [frameState, shown, song, heat])
  return null
}

/** Follows the headset's session: places the visitor at its start and connects hands. */
function XRSessionSync({ views }: { views: SceneViews }) {
  const { store, frameState, actions } = useSceneContext()
  const session = useXR((state) => state.session)
  const mode = useXR((state) => state.mode)
  const gl = useThree((state) => state.gl)
  useEffect(() => {
    if (!session) return
    resetPlacement(frameState)
    moveToStart(frameState)
    Object.assign(frameState.viewer.eyeHeight, createEyeHeightState())
    frameState.viewer.stick.forward = 0
    frameState.viewer.stick.right = 0
    store.setState({ xrMode: mode === 'immersive-ar' ? 'ar' : 'vr' })
    const detach = [views.xrInput.attach(session), views.locomotion.attach(session)]
    if (mode === 'immersive-ar') detach.unshift(views.arController.attach(session))
    if (mode === 'immersive-vr')
      detach.push(followBoundedFloor(frameState, session, gl.xr.getReferenceSpace(), actions.recenter))
    return () => {
      for (const letGo of detach) letGo()
      resetPlacement(frameState)
      frameState.viewer.vignette = 0
      // What was flown and lifted belongs to the headset.
      frameState.viewer.rig.y = 0
      store.setState({ xrMode: null })
    }
  }, [session, mode, frameState, store, views, gl, actions])
  return null
}

/**
 * Lays the path for the real floor, where the headset tells its bounds, and brings the visitor to its beginning; again
 * whenever the headset is recentered.
 * @returns a function that lets go of the session.
 */
function followBoundedFloor(
  frameState: FrameState,
  session: XRSession,
  space: XRReferenceSpace | null,
  recenter: () => void,
) {
  let left = false
  const measure = async (then: () => void) => {
    const floor = space && (await findBoundedFloor(session, space))
    if (left) return
    setBoundedFloor(frameState, floor)
    then()
  }
  const reset = () => {
    recenter()
    void measure(() => frameState.path.boundedFloor && recenter())
  }
  space?.addEventListener('reset', reset)
  void measure(() => {
    frameState.viewer.eyeHeight.pendingReset ??= 'arrive'
  })
  return () => {
    left = true
    space?.removeEventListener('reset', reset)
    setBoundedFloor(frameState, null)
  }
}
