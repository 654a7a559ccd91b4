import { getVoidObject } from '@pmndrs/pointer-events'
import { type ThreeEvent, useThree } from '@react-three/fiber'
import { useXR, XROrigin } from '@react-three/xr'
import { useEffect, useMemo, useRef } from 'react'
import type { EventDispatcher } from 'three'
import { useStore } from 'zustand'
import type { Meters } from '../audio/units.ts'
import { FlatView } from './flat-view.tsx'
import { FrameLoop } from './frame/frame-loop.tsx'
import { toRoom, unplaced } from './geometry/placement.ts'
import { trustLookOfHeat } from './geometry/trust.ts'
import type { Aim } from './input/pointer.ts'
import { findRealFloor } from './locomotion/bounded-floor.ts'
import { createSeat } from './locomotion/camera-rig.ts'
import { goToStart } from './locomotion/rig.ts'
import { Panel } from './panel/panel.tsx'
import { fitFloor, type Live, newStanding, showTrust } from './state/frame-state.ts'
import { useRoom } from './state/ui-store.ts'
import { createViews, type RoomViews } from './view/create-views.ts'

/** Everything that stands in the room. */
export function Stage() {
  const room = useRoom()
  const views = useMemo(() => createViews(room), [room])
  const seat = useMemo(createSeat, [])
  useEffect(() => views.dispose, [views])
  const get = useThree((state) => state.get)
  useEffect(() => {
    room.live.stage = get
  }, [room, get])
  const session = useStore(room.store, (state) => state.session)
  const placed = useStore(room.store, (state) => state.ar.placed)
  const real = session === 'ar'
  // A headset in AR shows no page over the room, so it needs the panel there too.
  const hands = useXR(({ inputSourceStates }) =>
    inputSourceStates.some(({ type }) => type === 'controller' || type === 'hand'),
  )
  return (
    <>
      <primitive object={views.air.mesh} visible={!real} />
      {/* Never 'auto': lights and ribbon would stop every fingertip. */}
      <group visible={!real || placed} pointerEvents={!real || placed ? 'listener' : 'none'}>
        <TouchableBoxes views={views} />
        <primitive object={views.lights.mesh} />
        <primitive object={views.ribbon.mesh} />
        <primitive object={views.shadow.mesh} visible={real} />
      </group>
      <primitive object={views.reticle.mesh} />
      <primitive object={views.label.mesh} />
      <primitive object={views.ar.reticle.mesh} />
      <primitive object={views.caption.mesh} />
      <XROrigin ref={seat.origin}>
        <primitive object={views.inputs.mesh} />
        {/* A pinch on the panel is meant for the panel. */}
        <group onPointerDown={(event) => views.locomotion.claim(fromOf(event).pointerState?.inputSource)}>
          {(session === 'vr' || (placed && hands)) && <Panel />}
        </group>
      </XROrigin>
      <primitive object={views.locomotion.teleport.mesh} />
      <primitive object={views.vignette.mesh} />
      {session === null && <FlatView seat={seat} />}
      <HeadsetSession views={views} />
      <TrustLook />
      <FrameLoop views={views} seat={seat} />
    </>
  )
}

/** A pointer that moves less than this between down and up has clicked. */
const STEADY_PIXELS = 6

/** Fields that @pmndrs/pointer-events adds to events which come from a headset's pointers. */
type PointerFrom = { pointerState?: { inputSource?: XRInputSource; eyes?: Aim }; pointerType?: string }
const fromOf = (event: ThreeEvent<PointerEvent>): PointerFrom => event as PointerFrom

function TouchableBoxes({ views }: { views: RoomViews }) {
  const { live, actions } = useRoom()
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
      if (Math.hypot(event.clientX - x, event.clientY - y) >= STEADY_PIXELS) window.clearTimeout(press.current.timer)
    }
    window.addEventListener('pointermove', wander)
    return () => window.removeEventListener('pointermove', wander)
  }, [])
  useEffect(() => {
    const nothing = getVoidObject(scene) as unknown as EventDispatcher<{ pointerdown: PointerFrom }>
    const down = ({ pointerState }: PointerFrom) => {
      if (pointerState?.inputSource) views.hands.pressNothing(pointerState.inputSource)
    }
    nothing.addEventListener('pointerdown', down)
    return () => nothing.removeEventListener('pointerdown', down)
  }, [scene, views])
  const hover = (event: ThreeEvent<PointerEvent>, chunk: number) => {
    const { inputSource, eyes } = fromOf(event).pointerState ?? {}
    if (inputSource) views.hands.hoverWith(inputSource, chunk, chunk < 0 ? undefined : awayTo(live, chunk, event))
    else if (eyes) views.hands.hover(eyes, chunk)
    else pointFlat(live, chunk, event)
  }
  return (
    <primitive
      object={views.boxes.mesh}
      onPointerMove={(event: ThreeEvent<PointerEvent>) => hover(event, event.instanceId ?? -1)}
      onPointerOut={(event: ThreeEvent<PointerEvent>) => hover(event, -1)}
      onPointerDown={(event: ThreeEvent<PointerEvent>) => {
        const chunk = event.instanceId
        if (chunk === undefined) return
        const { pointerState, pointerType } = fromOf(event)
        if (pointerState) {
          if (pointerState.inputSource) views.hands.press(pointerState.inputSource, chunk, pointerType === 'touch')
          else actions.pick(chunk)
          return
        }
        if (event.button !== 0) return
        pointFlat(live, chunk, event)
        const { clientX: x, clientY: y } = event.nativeEvent
        press.current = { chunk, x, y, timer: window.setTimeout(() => actions.grab(chunk), 350) }
      }}
      onPointerUp={(event: ThreeEvent<PointerEvent>) => {
        const { chunk, x, y } = press.current
        letGo()
        if (fromOf(event).pointerState || chunk < 0 || event.instanceId !== chunk) return
        const { clientX, clientY } = event.nativeEvent
        if (Math.hypot(clientX - x, clientY - y) < STEADY_PIXELS) actions.pick(chunk)
      }}
    />
  )
}

/** How far the pointer is from the box, in the room; Infinity where it meets the box's tile of the path. */
function awayTo(
  { place, edge, placement }: Live,
  chunk: number,
  { point, distance }: ThreeEvent<PointerEvent>,
): Meters {
  const [x, y, z] = place.subarray(chunk * 3, chunk * 3 + 3) as unknown as [number, number, number]
  const off = Math.hypot(point.x - x, point.y - y, point.z - z)
  return off < (edge[chunk] as number) + 0.1 ? distance * placement.scale : Number.POSITIVE_INFINITY
}

/** A mouse or a finger on the page points. */
function pointFlat(live: Live, chunk: number, { nativeEvent, ray }: ThreeEvent<PointerEvent>): void {
  live.hovered = chunk
  const { pointer, placement } = live
  pointer.kind = nativeEvent.pointerType === 'touch' ? 'touch' : 'mouse'
  pointer.hand = 'none'
  pointer.chunk = chunk
  toRoom(placement, ray.origin.x, ray.origin.y, ray.origin.z, pointer.origin)
  toRoom({ ...unplaced(), yaw: placement.yaw }, ray.direction.x, ray.direction.y, ray.direction.z, pointer.direction)
}

/** Boxes show their trust once it is known, if the visitor wants to see it; or how often they were touched. */
function TrustLook() {
  const { store, live } = useRoom()
  const song = useStore(store, (state) => state.song)
  const shown = useStore(store, (state) => state.trustShown)
  const heat = useStore(store, (state) => state.heat)
  useEffect(() => {
    const warm = heat?.map((value) => ({ trust: trustLookOfHeat(value) }))
    showTrust(live, shown || heat !== null, warm ?? song?.chunks ?? [])
  }, [live, shown, song, heat])
  return null
}

/** Follows the headset's session: places the visitor at its start and connects hands. */
function HeadsetSession({ views }: { views: RoomViews }) {
  const { store, live, actions } = useRoom()
  const session = useXR((state) => state.session)
  const mode = useXR((state) => state.mode)
  const gl = useThree((state) => state.gl)
  useEffect(() => {
    if (!session) return
    Object.assign(live.placement, unplaced())
    live.placedBefore = null
    goToStart(live)
    Object.assign(live.standing, newStanding())
    live.stick.forward = 0
    live.stick.right = 0
    store.setState({ session: mode === 'immersive-ar' ? 'ar' : 'vr' })
    const detach = [views.hands.attach(session), views.locomotion.attach(session)]
    if (mode === 'immersive-ar') detach.unshift(views.ar.attach(session))
    if (mode === 'immersive-vr') detach.push(standOnFloor(live, session, gl.xr.getReferenceSpace(), actions.recenter))
    return () => {
      for (const letGo of detach) letGo()
      Object.assign(live.placement, unplaced())
      live.placedBefore = null
      live.vignette = 0
      // What was flown and lifted belongs to the headset.
      live.visitor.y = 0
      store.setState({ session: null })
    }
  }, [session, mode, live, store, views, gl, actions])
  return null
}

/**
 * Lays the path for the real floor, where the headset tells its bounds, and brings the visitor to its beginning; again
 * whenever the headset is recentered.
 * @returns a function that lets go of the session.
 */
function standOnFloor(live: Live, session: XRSession, space: XRReferenceSpace | null, recenter: () => void) {
  let left = false
  const measure = async (then: () => void) => {
    const floor = space && (await findRealFloor(session, space))
    if (left) return
    fitFloor(live, floor)
    then()
  }
  const reset = () => {
    recenter()
    void measure(() => live.floor && recenter())
  }
  space?.addEventListener('reset', reset)
  void measure(() => {
    live.standing.call ??= 'arrive'
  })
  return () => {
    left = true
    space?.removeEventListener('reset', reset)
    fitFloor(live, null)
  }
}
