import {
  CombinedPointer,
  DefaultXRHandTouchPointer,
  usePointerXRInputSourceEvents,
  useRayPointer,
  useXRInputSourceStateContext,
  XRSpace,
} from '@react-three/xr'
import { useEffect, useRef } from 'react'
import type { Object3D } from 'three'
import { pointerRegistry } from '../state/pointer-registry.ts'

const RAY_POINTER_OPTIONS = {
  // Boxes can be closer to the hand than the library's default of 0.2 m.
  minDistance: 0,
  // Default 300 ms: a slow pull of the trigger, or one at a low frame rate, is a click too.
  clickThresholdMs: 1500,
  makeDefault: true,
}

/** A ray for boxes and the panel, without the library's models: XRInputView draws all of them in one call. */
export function RayPointer() {
  const state = useXRInputSourceStateContext()
  const space = useRef<Object3D>(null)
  const pointer = useRayPointer(space, state, RAY_POINTER_OPTIONS)
  usePointerXRInputSourceEvents(pointer, state.inputSource, 'select', state.events)
  useEffect(() => {
    pointerRegistry.set(state.inputSource, pointer)
  }, [state, pointer])
  return <XRSpace ref={space} space="target-ray-space" />
}

/** The ray of a tracked hand, and the tip of its index finger, which touches boxes and the panel. */
export function HandPointers() {
  return (
    <CombinedPointer>
      <DefaultXRHandTouchPointer cursorModel={false} clickThresholdMs={RAY_POINTER_OPTIONS.clickThresholdMs} />
      <RayPointer />
    </CombinedPointer>
  )
}
