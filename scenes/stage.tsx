import { type ThreeEvent, useThree } from '@react-three/fiber'
import { useXR, XROrigin } from '@react-three/xr'
import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { FlatView } from './flat-view.tsx'
import { FrameLoop } from './frame-loop.tsx'
import { unplaced } from './geometry/placement.ts'
import { fitFloor, type Live, newStanding, showTrust } from './live.ts'
import { Panel } from './panel.tsx'
import { findRealFloor } from './real-floor.ts'
import { useRoom } from './room.ts'
import { createSeat } from './seat.ts'
import { createViews, type RoomViews } from './views.ts'
import { goToStart } from './visitor.ts'

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
  return (
    <>
      <primitive object={views.air.mesh} />
      <TouchableBoxes views={views} />
      <primitive object={views.path.mesh} />
      <primitive object={views.halos.mesh} />
      <primitive object={views.floorLight.mesh} />
      <primitive object={views.threads.mesh} />
      <primitive object={views.dust.points} />
      {/* Only the controllers need light; the boxes are light themselves. */}
      <hemisphereLight args={['#cdd8ff', '#20222c', 2.2]} />
      <XROrigin ref={seat.origin}>
        {/* A pinch on the panel is meant for the panel. */}
        <group onPointerDown={(event) => views.locomotion.claim(sourceOf(event))}>
          {session === 'vr' && <Panel />}
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
type PointerFrom = { pointerState?: { inputSource?: XRInputSource } }
const sourceOf = (event: ThreeEvent<PointerEvent>) => (event as PointerFrom).pointerState?.inputSource

function TouchableBoxes({ views }: { views: RoomViews }) {
  const { live, actions } = useRoom()
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
  const hover = (event: ThreeEvent<PointerEvent>, chunk: number) => {
    const source = sourceOf(event)
    if (source) views.hands.hover(source, chunk)
    else live.hovered = chunk
  }
  return (
    <primitive
      object={views.boxes.mesh}
      onPointerMove={(event: ThreeEvent<PointerEvent>) => hover(event, event.instanceId ?? -1)}
      onPointerOut={(event: ThreeEvent<PointerEvent>) => hover(event, -1)}
      onPointerDown={(event: ThreeEvent<PointerEvent>) => {
        const chunk = event.instanceId
        if (chunk === undefined) return
        const source = sourceOf(event)
        if (source) {
          views.hands.press(source, chunk)
          return
        }
        if (event.button !== 0) return
        const { clientX: x, clientY: y } = event.nativeEvent
        press.current = { chunk, x, y, timer: window.setTimeout(() => actions.grab(chunk), 350) }
      }}
      onPointerUp={(event: ThreeEvent<PointerEvent>) => {
        const { chunk, x, y } = press.current
        letGo()
        if (sourceOf(event) || chunk < 0 || event.instanceId !== chunk) return
        const { clientX, clientY } = event.nativeEvent
        if (Math.hypot(clientX - x, clientY - y) < STEADY_PIXELS) actions.pick(chunk)
      }}
    />
  )
}

/** Boxes show their trust once it is known, if the visitor wants to see it. */
function TrustLook() {
  const { store, live } = useRoom()
  const song = useStore(store, (state) => state.song)
  const shown = useStore(store, (state) => state.trustShown)
  useEffect(() => showTrust(live, shown, song?.chunks ?? []), [live, shown, song])
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
    goToStart(live)
    Object.assign(live.standing, newStanding())
    live.stick.forward = 0
    live.stick.right = 0
    store.setState({ session: mode === 'immersive-ar' ? 'ar' : 'vr' })
    const detach = [views.hands.attach(session), views.locomotion.attach(session)]
    if (mode === 'immersive-vr') detach.push(standOnFloor(live, session, gl.xr.getReferenceSpace(), actions.recenter))
    return () => {
      for (const letGo of detach) letGo()
      Object.assign(live.placement, unplaced())
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
