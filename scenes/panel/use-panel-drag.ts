import type { VanillaContainer } from '@react-three/uikit'
import { type RefObject, useRef } from 'react'
import type { Vector3 } from 'three'
import { giveFeedback } from '../state/feedback.ts'
import { useSceneContext } from '../state/scene-context.ts'

/** Fields of the events of @pmndrs/pointer-events that a drag reads. */
type PanelPointerEvent = {
  pointerId: number
  pointOnFace: Vector3
  pointerState?: { inputSource?: XRInputSource }
}

/** Pointer handlers for dragging along an element; `onDrag` gets 0 at its left end to 1 at its right. */
export function usePanelDrag(ref: RefObject<VanillaContainer | null>, onDrag: (share: number, done: boolean) => void) {
  const { feedback } = useSceneContext().frameState
  const pointerId = useRef(-1)
  const atEnd = useRef(false)
  const report = ({ pointOnFace, pointerState }: PanelPointerEvent, done: boolean) => {
    const element = ref.current
    if (!element) return
    element.updateWorldMatrix(true, false)
    const share = Math.min(1, Math.max(0, element.worldToLocal(pointOnFace.clone()).x + 0.5))
    const isAtEnd = share === 0 || share === 1
    if (isAtEnd && !atEnd.current) giveFeedback(feedback, 'edge', pointerState?.inputSource ?? null)
    atEnd.current = isAtEnd
    onDrag(share, done)
  }
  const stop = (event: PanelPointerEvent) => {
    if (pointerId.current !== event.pointerId) return
    pointerId.current = -1
    report(event, true)
  }
  return {
    onPointerDown: (event: PanelPointerEvent) => {
      pointerId.current = event.pointerId
      ;(ref.current as { setPointerCapture?: (id: number) => void } | null)?.setPointerCapture?.(event.pointerId)
      report(event, false)
    },
    onPointerMove: (event: PanelPointerEvent) => {
      if (pointerId.current === event.pointerId) report(event, false)
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  }
}
