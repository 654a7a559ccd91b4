import { Container, Text, type VanillaContainer } from '@react-three/uikit'
import { type RefObject, useRef } from 'react'
import type { Vector3 } from 'three'
import { PanelRow, PanelRowLabel, usePanelControl } from './panel-controls.tsx'
import { ACCENT_COLOR, BORDER_COLOR, BUTTON_COLOR, BUTTON_HEIGHT_PX, MUTED_COLOR } from './panel-theme.ts'

/** What a pointer tells of where it meets the panel (@pmndrs/pointer-events). */
type SliderPointerEvent = { pointerId: number; pointOnFace: Vector3 }

/** Drags along an element: calls with 0 at its left end and 1 at its right. */
export function usePanelDrag(ref: RefObject<VanillaContainer | null>, onDrag: (share: number, done: boolean) => void) {
  const dragging = useRef(-1)
  const tell = ({ pointOnFace }: SliderPointerEvent, done: boolean) => {
    const element = ref.current
    if (!element) return
    element.updateWorldMatrix(true, false)
    onDrag(Math.min(1, Math.max(0, element.worldToLocal(pointOnFace.clone()).x + 0.5)), done)
  }
  const stop = (event: SliderPointerEvent) => {
    if (dragging.current !== event.pointerId) return
    dragging.current = -1
    tell(event, true)
  }
  return {
    onPointerDown: (event: SliderPointerEvent) => {
      dragging.current = event.pointerId
      ;(ref.current as { setPointerCapture?: (id: number) => void } | null)?.setPointerCapture?.(event.pointerId)
      tell(event, false)
    },
    onPointerMove: (event: SliderPointerEvent) => {
      if (dragging.current === event.pointerId) tell(event, false)
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  }
}

const KNOB_SIZE_PX = 26

/** A value along a line. */
export function PanelSlider({
  label,
  value,
  says,
  onSlide,
}: {
  label: string
  /** 0-1. */
  value: number
  says: string
  onSlide: (share: number) => void
}) {
  const ref = usePanelControl({ label, value, isSlider: true })
  const drag = usePanelDrag(ref, onSlide)
  return (
    <PanelRow>
      <PanelRowLabel>{label}</PanelRowLabel>
      <Container
        ref={ref}
        pointerEvents="auto"
        flexGrow={1}
        flexBasis={0}
        height={BUTTON_HEIGHT_PX}
        alignItems="center"
        flexDirection="row"
        paddingX={KNOB_SIZE_PX / 2}
        borderRadius={15}
        hover={{ backgroundColor: BUTTON_COLOR }}
        {...drag}
      >
        <Container pointerEvents="none" flexGrow={1} height={10} borderRadius={5} backgroundColor={BORDER_COLOR}>
          <Container
            width={`${value * 100}%`}
            height={10}
            borderRadius={5}
            backgroundColor={ACCENT_COLOR}
            positionType="relative"
          >
            <Container
              positionType="absolute"
              positionRight={-KNOB_SIZE_PX / 2}
              positionTop={5 - KNOB_SIZE_PX / 2}
              width={KNOB_SIZE_PX}
              height={KNOB_SIZE_PX}
              borderRadius={KNOB_SIZE_PX / 2}
              backgroundColor="#ffffff"
            />
          </Container>
        </Container>
      </Container>
      <Text width={84} flexShrink={0} textAlign="right" fontSize={22} color={MUTED_COLOR}>
        {says}
      </Text>
    </PanelRow>
  )
}
