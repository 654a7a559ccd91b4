import { useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import { Plane, Raycaster, Vector2, Vector3 } from 'three'
import { findGrabSlot } from './state/grabbed-boxes.ts'
import { useSceneContext } from './state/scene-context.ts'

const LOOK_RAD_PER_PX = 0.0032
const MAX_PITCH_RAD = 1.45

/** Drags of mouse or touch on the canvas: a grabbed box moves, else the view inside turns. */
export function useCanvasDrag(): void {
  const { store, frameState, actions } = useSceneContext()
  const camera = useThree((state) => state.camera)
  const canvas = useThree((state) => state.gl.domElement)
  useEffect(() => {
    const { boxes, pointer, viewer } = frameState
    const raycaster = new Raycaster()
    const plane = new Plane()
    const ndc = new Vector2()
    const target = new Vector3()
    let dragPointerId = -1
    /** Moves the grabbed box in the plane through it that faces the camera. */
    const dragBox = (event: PointerEvent) => {
      const rect = canvas.getBoundingClientRect()
      ndc.set(((event.clientX - rect.left) / rect.width) * 2 - 1, 1 - ((event.clientY - rect.top) / rect.height) * 2)
      raycaster.setFromCamera(ndc, camera)
      const slot = findGrabSlot(boxes.grabSlots, store.getState().grabbedChunk ?? -1)
      if (slot < 0) return
      target.fromArray(boxes.grabSlots.target, slot * 3)
      plane.setFromNormalAndCoplanarPoint(camera.getWorldDirection(new Vector3()), target)
      if (raycaster.ray.intersectPlane(plane, target)) target.toArray(boxes.grabSlots.target, slot * 3)
    }
    const handleDown = (event: PointerEvent) => {
      if (dragPointerId >= 0) return
      dragPointerId = event.pointerId
      pointer.isDraggingView = true
    }
    const handleMove = (event: PointerEvent) => {
      if (store.getState().grabbedChunk !== null) return dragBox(event)
      if (event.pointerId !== dragPointerId || store.getState().view !== 'inside') return
      const { rig } = viewer
      rig.yaw += event.movementX * LOOK_RAD_PER_PX
      const pitch = rig.pitch + event.movementY * LOOK_RAD_PER_PX
      rig.pitch = Math.max(-MAX_PITCH_RAD, Math.min(MAX_PITCH_RAD, pitch))
    }
    const endDrag = () => {
      dragPointerId = -1
      pointer.isDraggingView = false
      if (store.getState().grabbedChunk !== null) actions.releaseChunk()
    }
    const handleUp = (event: PointerEvent) => {
      if (event.pointerId === dragPointerId || store.getState().grabbedChunk !== null) endDrag()
    }
    canvas.addEventListener('pointerdown', handleDown)
    window.addEventListener('pointermove', handleMove)
    window.addEventListener('pointerup', handleUp)
    window.addEventListener('pointercancel', handleUp)
    // Another window or the headset takes the focus: no pointerup follows.
    window.addEventListener('blur', endDrag)
    return () => {
      endDrag()
      window.removeEventListener('blur', endDrag)
      canvas.removeEventListener('pointerdown', handleDown)
      window.removeEventListener('pointermove', handleMove)
      window.removeEventListener('pointerup', handleUp)
      window.removeEventListener('pointercancel', handleUp)
    }
  }, [camera, canvas, frameState, store, actions])
}
