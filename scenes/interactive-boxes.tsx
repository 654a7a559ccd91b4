import type { ThreeEvent } from '@react-three/fiber'
import { useCallback, useEffect, useRef } from 'react'
import type { Meters } from '../audio/units.ts'
import type { SceneViews } from './frame/create-views.ts'
import { createPlacement, songToRoom } from './geometry/placement.ts'
import type { PointerRay } from './input/pointer-ray.ts'
import type { FrameState } from './state/frame-state.ts'
import { useSceneContext } from './state/scene-context.ts'
import { FINGERTIP_PX, type Tap } from './state/tap.ts'

/** A mouse that moves less than this between down and up has clicked; a finger may roll by as much as it covers. */
const MAX_CLICK_MOVE_PX = 6
/** Two fingers move the view, wherever they are. */
const isSecondFinger = ({ pointerType, isPrimary }: PointerEvent) => pointerType === 'touch' && !isPrimary
const getMaxClickMove = ({ pointerType }: PointerEvent) => (pointerType === 'touch' ? FINGERTIP_PX : MAX_CLICK_MOVE_PX)
/** A press at rest for this time grabs the box. */
const LONG_PRESS_MS = 350
/** A hit farther than this from a box's surface is on its tile of the path. */
const MAX_BOX_HIT_DISTANCE_M: Meters = 0.1

/** Fields that @pmndrs/pointer-events adds to events of a headset's pointers. */
export type XRPointerFields = {
  pointerState?: { inputSource?: XRInputSource; gazeRay?: PointerRay }
  pointerType?: string
}
export const getXRPointerFields = (event: ThreeEvent<PointerEvent>): XRPointerFields => event as XRPointerFields

/** The boxes with their pointer events: of the page's mouse and touches, and of the headset's pointers. */
export function InteractiveBoxes({ views: { boxes, xr } }: { views: SceneViews }) {
  const { frameState, actions } = useSceneContext()
  const press = useRef({ chunk: -1, x: 0, y: 0, timer: 0 })
  const endPress = useCallback(() => {
    window.clearTimeout(press.current.timer)
    press.current.chunk = -1
  }, [])
  useEffect(() => {
    // A press that moves on drags the view instead of grabbing the box.
    const cancelLongPress = (event: PointerEvent) => {
      const { x, y, timer } = press.current
      if (Math.hypot(event.clientX - x, event.clientY - y) >= getMaxClickMove(event)) window.clearTimeout(timer)
    }
    const endAtSecondFinger = (event: PointerEvent) => isSecondFinger(event) && endPress()
    window.addEventListener('pointermove', cancelLongPress)
    window.addEventListener('pointerdown', endAtSecondFinger)
    return () => {
      window.removeEventListener('pointermove', cancelLongPress)
      window.removeEventListener('pointerdown', endAtSecondFinger)
    }
  }, [endPress])
  const hover = (event: ThreeEvent<PointerEvent>, chunk: number) => {
    const { inputSource, gazeRay } = getXRPointerFields(event).pointerState ?? {}
    if (inputSource) {
      const distance = chunk < 0 ? undefined : measurePointerDistance(frameState, chunk, event)
      xr.current?.input.hoverSource(inputSource, chunk, distance)
    } else if (gazeRay) xr.current?.input.setHovered(gazeRay, chunk)
    else reportFlatPointer(frameState, chunk, event)
  }
  return (
    <primitive
      object={boxes.mesh}
      onPointerMove={(event: ThreeEvent<PointerEvent>) => hover(event, event.instanceId ?? -1)}
      onPointerOut={(event: ThreeEvent<PointerEvent>) => hover(event, -1)}
      onPointerDown={(event: ThreeEvent<PointerEvent>) => {
        const chunk = event.instanceId
        if (chunk === undefined) return
        const { pointerState, pointerType } = getXRPointerFields(event)
        if (pointerState) {
          const { inputSource } = pointerState
          const distance = measurePointerDistance(frameState, chunk, event)
          if (inputSource) xr.current?.input.pressChunk(inputSource, chunk, distance, pointerType === 'touch')
          else actions.pickChunk(chunk)
          return
        }
        // A page takes presses that only call its controls back.
        if (event.button !== 0 || event.nativeEvent.defaultPrevented || isSecondFinger(event.nativeEvent)) return
        endPress()
        reportFlatPointer(frameState, chunk, event)
        const { clientX: x, clientY: y } = event.nativeEvent
        press.current = { chunk, x, y, timer: window.setTimeout(() => actions.grabChunk(chunk), LONG_PRESS_MS) }
      }}
      onPointerUp={(event: ThreeEvent<PointerEvent>) => {
        const { chunk, x, y } = press.current
        endPress()
        if (getXRPointerFields(event).pointerState || chunk < 0 || event.instanceId !== chunk) return
        const { clientX, clientY } = event.nativeEvent
        if (Math.hypot(clientX - x, clientY - y) >= getMaxClickMove(event.nativeEvent)) return
        actions.pickChunk(chunk)
        const lastTap: Tap = { x: clientX, y: clientY, time: performance.now() / 1000, chunk }
        if (event.nativeEvent.pointerType === 'touch') frameState.pointer.fingertip.lastTap = lastTap
      }}
    />
  )
}

/** Distance from pointer to box in the room; Infinity if the pointer hits the box's tile of the path instead. */
function measurePointerDistance(
  { boxes: { position, edgeLength }, placement }: FrameState,
  chunk: number,
  { point, distance }: ThreeEvent<PointerEvent>,
): Meters {
  const j = chunk * 3
  const offset = Math.hypot(point.x - position[j]!, point.y - position[j + 1]!, point.z - position[j + 2]!)
  return offset < edgeLength[chunk]! + MAX_BOX_HIT_DISTANCE_M ? distance * placement.scale : Number.POSITIVE_INFINITY
}

/** Reports the page's mouse or touch as the active pointer. */
function reportFlatPointer(
  { pointer, placement }: FrameState,
  chunk: number,
  { nativeEvent, ray: { origin, direction } }: ThreeEvent<PointerEvent>,
): void {
  const { active } = pointer
  pointer.hoveredChunk = chunk
  active.kind = nativeEvent.pointerType === 'touch' ? 'touch' : 'mouse'
  active.hand = 'none'
  active.chunk = chunk
  songToRoom(placement, origin.x, origin.y, origin.z, active.origin)
  const rotation = { ...createPlacement(), yaw: placement.yaw }
  songToRoom(rotation, direction.x, direction.y, direction.z, active.direction)
}
