import { useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useFingertip } from './input/use-fingertip.ts'
import type { CameraRig } from './locomotion/camera-rig.ts'
import { useSceneContext, useXRLabels } from './state/scene-context.ts'
import { useCanvasDrag } from './use-canvas-drag.ts'
import { useCanvasKeys } from './use-canvas-keys.ts'
import { useOrbitControls } from './use-orbit-controls.ts'

/** Mouse, touch and keys on a screen without a headset: orbit outside, look and walk inside, drag grabbed boxes. */
export function FlatView({ cameraRig }: { cameraRig: CameraRig }) {
  const { store } = useSceneContext()
  const view = useStore(store, (state) => state.view)
  const { canvasInside, canvasOutside, canvasKeys } = useXRLabels()
  const canvas = useThree((state) => state.gl.domElement)
  useOrbitControls(cameraRig)
  useCanvasDrag()
  useFingertip()
  useCanvasKeys(cameraRig)
  useEffect(() => {
    canvas.tabIndex = 0
    canvas.setAttribute('role', 'application')
    canvas.setAttribute('aria-label', view === 'inside' ? canvasInside : canvasOutside)
    canvas.setAttribute('aria-description', canvasKeys)
  }, [canvas, view, canvasInside, canvasOutside, canvasKeys])
  return null
}
