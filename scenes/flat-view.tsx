import { useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import { PerspectiveCamera, Plane, Raycaster, Vector2, Vector3 } from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import { useStore } from 'zustand'
import { computeCloudRadius } from './geometry/cloud.ts'
import type { CameraRig } from './locomotion/camera-rig.ts'
import { findGrabSlot } from './state/grabbed-boxes.ts'
import { useSceneContext, useXRLabels } from './state/ui-store.ts'

/** The form's middle, looked at from outside. */
const ORBIT_TARGET = new Vector3(0.2, 1.05, 0)
const UP = new Vector3(0, 1, 0)
/** What one press of a key turns, and brings closer. */
const KEY_TURN_RAD = Math.PI / 12
const KEY_ZOOM_FACTOR = 1.12
const LOOK_RAD_PER_PX = 0.0032
const MAX_PITCH_RAD = 1.45

/** Mouse, touch and keys on a screen without a headset: orbit outside, look and walk inside, drag held boxes. */
export function FlatView({ seat }: { seat: CameraRig }) {
  const { store, frameState, actions } = useSceneContext()
  const view = useStore(store, (state) => state.view)
  const { canvasInside, canvasOutside, canvasKeys } = useXRLabels()
  // A new song has a new size: its form is framed anew.
  const count = useStore(store, (state) => state.outline.length)
  const camera = useThree((state) => state.camera)
  const canvas = useThree((state) => state.gl.domElement)

  useEffect(() => {
    seat.transition.from.copy(camera.position)
    seat.transition.fromTurn.copy(camera.quaternion)
    seat.transition.progress = 0
    if (view !== 'orbit') return
    const eye = new PerspectiveCamera()
    const orbit = new OrbitControls(eye, canvas)
    orbit.target.copy(ORBIT_TARGET)
    // A narrow screen must step back for the same form.
    const away =
      Math.max(5.2, computeCloudRadius(count) * 3.3) * Math.max(1, 1.15 / (canvas.clientWidth / canvas.clientHeight))
    eye.position.set(-away * 0.5, 1.2 + away * 0.3, away * 0.87)
    orbit.enableDamping = true
    orbit.dampingFactor = 0.06
    orbit.enablePan = false
    orbit.minDistance = 0.8
    orbit.maxDistance = 40
    // The eye stays above the floor.
    orbit.maxPolarAngle = Math.PI * 0.53
    orbit.autoRotateSpeed = 0.28
    orbit.update()
    orbit.saveState()
    seat.orbit.current = orbit
    const follow = () => {
      orbit.enabled = store.getState().grabbedChunk === null
      orbit.autoRotate = !frameState.viewer.reducedMotion
    }
    follow()
    const unsubscribe = store.subscribe(follow)
    return () => {
      unsubscribe()
      seat.orbit.current = null
      orbit.dispose()
    }
  }, [view, count, camera, canvas, frameState, seat, store])

  useEffect(() => {
    const ray = new Raycaster()
    const plane = new Plane()
    const pointer = new Vector2()
    const held = new Vector3()
    let looking = -1
    /** A held box moves in the plane that faces the eye through the box. */
    const drag = (event: PointerEvent) => {
      const box = canvas.getBoundingClientRect()
      pointer.set(((event.clientX - box.left) / box.width) * 2 - 1, 1 - ((event.clientY - box.top) / box.height) * 2)
      ray.setFromCamera(pointer, camera)
      const slot = findGrabSlot(frameState.boxes.grabSlots, store.getState().grabbedChunk ?? -1) * 3
      if (slot < 0) return
      held.fromArray(frameState.boxes.grabSlots.target, slot)
      plane.setFromNormalAndCoplanarPoint(camera.getWorldDirection(new Vector3()), held)
      if (ray.ray.intersectPlane(plane, held)) held.toArray(frameState.boxes.grabSlots.target, slot)
    }
    const down = (event: PointerEvent) => {
      if (looking >= 0) return
      looking = event.pointerId
      frameState.pointer.isDraggingView = true
    }
    const move = (event: PointerEvent) => {
      if (store.getState().grabbedChunk !== null) drag(event)
      else if (event.pointerId === looking && store.getState().view === 'inside') {
        const {
          viewer: { rig: visitor },
        } = frameState
        visitor.yaw += event.movementX * LOOK_RAD_PER_PX
        const pitch = visitor.pitch + event.movementY * LOOK_RAD_PER_PX
        visitor.pitch = Math.max(-MAX_PITCH_RAD, Math.min(MAX_PITCH_RAD, pitch))
      }
    }
    const letGo = () => {
      looking = -1
      frameState.pointer.isDraggingView = false
      if (store.getState().grabbedChunk !== null) actions.releaseChunk()
    }
    const up = (event: PointerEvent) => {
      if (event.pointerId === looking || store.getState().grabbedChunk !== null) letGo()
    }
    canvas.addEventListener('pointerdown', down)
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    window.addEventListener('pointercancel', up)
    // Another window, or the headset, takes over while a box is held: nobody would let go of it.
    window.addEventListener('blur', letGo)
    return () => {
      letGo()
      window.removeEventListener('blur', letGo)
      canvas.removeEventListener('pointerdown', down)
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', up)
      window.removeEventListener('pointercancel', up)
    }
  }, [camera, canvas, frameState, store, actions])

  useEffect(() => {
    const keys = new Set<string>()
    const apply = () => {
      const pressed = (...codes: string[]) => (codes.some((code) => keys.has(code)) ? 1 : 0)
      frameState.viewer.stick.forward = pressed('KeyW', 'ArrowUp') - pressed('KeyS', 'ArrowDown')
      frameState.viewer.stick.right = pressed('KeyD', 'ArrowRight') - pressed('KeyA', 'ArrowLeft')
    }
    const down = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return
      // Keys that are typed into a control belong to it.
      const { target } = event
      if (target instanceof HTMLElement && target.closest('input, select, button, a, textarea, [role=slider]')) return
      if (act(event)) return event.preventDefault()
      keys.add(event.code)
      apply()
    }
    /** @returns whether the key did something at once; all others are for walking. */
    const act = ({ code, repeat }: KeyboardEvent): boolean => {
      const { view, playing } = store.getState()
      const step = code === 'ArrowRight' ? 1 : code === 'ArrowLeft' ? -1 : 0
      if (code === 'Space') {
        if (!repeat) playing ? actions.pause() : actions.play()
      } else if (code === 'KeyQ' || code === 'KeyE') turnView(code === 'KeyQ' ? 1 : -1)
      else if (view === 'inside') return false
      else if (step !== 0) actions.stepChunk(step)
      else if (code === 'ArrowUp' || code === 'ArrowDown')
        zoom(code === 'ArrowUp' ? 1 / KEY_ZOOM_FACTOR : KEY_ZOOM_FACTOR)
      else return false
      return true
    }
    /** To the left (1) or right (-1): one's own view inside, the eye's way around the form outside. */
    const turnView = (by: 1 | -1) => {
      const orbit = seat.orbit.current
      if (orbit)
        orbit.object.position
          .sub(orbit.target)
          .applyAxisAngle(UP, -by * KEY_TURN_RAD)
          .add(orbit.target)
      else frameState.viewer.rig.yaw += by * KEY_TURN_RAD
    }
    const zoom = (by: number) => {
      const orbit = seat.orbit.current
      orbit?.object.position.sub(orbit.target).multiplyScalar(by).add(orbit.target)
    }
    const up = (event: KeyboardEvent) => {
      keys.delete(event.code)
      apply()
    }
    const blur = () => {
      keys.clear()
      apply()
    }
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    window.addEventListener('blur', blur)
    return () => {
      blur()
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
      window.removeEventListener('blur', blur)
    }
  }, [frameState, store, actions, seat])

  useEffect(() => {
    canvas.tabIndex = 0
    canvas.setAttribute('role', 'application')
    canvas.setAttribute('aria-label', view === 'inside' ? canvasInside : canvasOutside)
    canvas.setAttribute('aria-description', canvasKeys)
  }, [canvas, view, canvasInside, canvasOutside, canvasKeys])

  return null
}
