import { advance } from '@react-three/fiber'
import type { FrameState } from '../../../scenes/state/frame-state.ts'
import type { SceneServices } from '../../../scenes/state/scene-services.ts'

/**
 * A frame loop in place of one that has stopped, until that continues. Not in an XR session, which has its own frame loop.
 * @returns starts it
 */
export function createFallbackFrameLoop(frame: FrameState['stats'], services: SceneServices): () => void {
  let isRunning = false
  const isPresenting = () => services.renderer?.().gl.xr.isPresenting === true
  return () => {
    if (isRunning || isPresenting()) return
    isRunning = true
    let ownCount = frame.count
    const renderFrame = (time: number) => {
      isRunning = frame.count === ownCount && !isPresenting()
      if (!isRunning) return
      advance(time)
      ownCount = frame.count
      requestAnimationFrame(renderFrame)
    }
    requestAnimationFrame(renderFrame)
  }
}
