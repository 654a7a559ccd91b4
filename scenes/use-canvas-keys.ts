import { useEffect } from 'react'
import { Vector3 } from 'three'
import type { CameraRig } from './locomotion/camera-rig.ts'
import { useSceneContext } from './state/scene-context.ts'

const UP = new Vector3(0, 1, 0)
/** Turn per press of Q or E. */
const KEY_TURN_RAD = Math.PI / 12
/** Change of the orbit's distance per press of an arrow key. */
const KEY_ZOOM_FACTOR = 1.12
/** Elements that keys belong to while they have the focus. */
const CONTROL_SELECTOR = 'input, select, button, a, textarea, [role=slider]'

/** Keyboard of the flat view: Space plays, Q and E turn; arrows step and zoom outside, and walk inside, like WASD. */
export function useCanvasKeys(cameraRig: CameraRig): void {
  const { store, frameState, actions } = useSceneContext()
  useEffect(() => {
    const { stick, rig } = frameState.viewer
    const pressedCodes = new Set<string>()
    const isPressed = (...codes: string[]) => (codes.some((code) => pressedCodes.has(code)) ? 1 : 0)
    const updateStick = () => {
      stick.forward = isPressed('KeyW', 'ArrowUp') - isPressed('KeyS', 'ArrowDown')
      stick.right = isPressed('KeyD', 'ArrowRight') - isPressed('KeyA', 'ArrowLeft')
    }
    /** Turns the view inside, or the camera around the cloud: to the left (1) or right (-1). */
    const turnView = (direction: 1 | -1) => {
      const orbit = cameraRig.orbit.current
      if (!orbit) rig.yaw += direction * KEY_TURN_RAD
      else
        orbit.object.position
          .sub(orbit.target)
          .applyAxisAngle(UP, -direction * KEY_TURN_RAD)
          .add(orbit.target)
    }
    const zoom = (factor: number) => {
      const orbit = cameraRig.orbit.current
      orbit?.object.position.sub(orbit.target).multiplyScalar(factor).add(orbit.target)
    }
    /** @returns whether the key has an immediate effect; all others walk. */
    const handleCommand = ({ code, repeat }: KeyboardEvent): boolean => {
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
    const handleKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return
      const { target } = event
      if (target instanceof HTMLElement && target.closest(CONTROL_SELECTOR)) return
      if (handleCommand(event)) return event.preventDefault()
      pressedCodes.add(event.code)
      updateStick()
    }
    const handleKeyUp = (event: KeyboardEvent) => {
      pressedCodes.delete(event.code)
      updateStick()
    }
    const releaseAll = () => {
      pressedCodes.clear()
      updateStick()
    }
    window.addEventListener('keydown', handleKeyDown)
    window.addEventListener('keyup', handleKeyUp)
    window.addEventListener('blur', releaseAll)
    return () => {
      releaseAll()
      window.removeEventListener('keydown', handleKeyDown)
      window.removeEventListener('keyup', handleKeyUp)
      window.removeEventListener('blur', releaseAll)
    }
  }, [frameState, store, actions, cameraRig])
}
