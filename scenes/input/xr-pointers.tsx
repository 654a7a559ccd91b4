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
  // Rays reach from the hand itself: a box can hang closer than the library's 20 cm.
  minDistance: 0,
  // A trigger pulled slowly, or while few frames are drawn, is a click all the same.
  clickThresholdMs: 1500,
  makeDefault: true,
}

/** A ray that points at boxes and panels; the library's own models of it are many meshes, so none is used. */
export function ControllerPointer() {
  const state = useXRInputSourceStateContext()
  const space = useRef<Object3D>(null)
  const pointer = useRayPointer(space, state, RAY_POINTER_OPTIONS)
  usePointerXRInputSourceEvents(pointer, state.inputSource, 'select', state.events)
  useEffect(() => {
    pointerRegistry.set(state.inputSource, pointer)
  }, [state, pointer])
  return <XRSpace ref={space} space="target-ray-space" />
}

/** The same for a tracked hand, whose index finger also touches panels. */
export function HandPointers() {
  return (
    <CombinedPointer>
      <DefaultXRHandTouchPointer cursorModel={false} clickThresholdMs={RAY_POINTER_OPTIONS.clickThresholdMs} />
      <ControllerPointer />
    </CombinedPointer>
  )
}
