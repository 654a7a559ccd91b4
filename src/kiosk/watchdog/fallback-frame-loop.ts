import { advance } from '@react-three/fiber'
import type { FrameState } from '../../../scenes/state/frame-state.ts'
import type { SceneServices } from '../../../scenes/state/scene-services.ts'

let fallbackRunning = false

/**
 * Draws frames in the place of a loop that has stopped, until that goes on by itself. Not in a headset, whose frames are
 * its own.
 */
export function startFallbackFrameLoop(frame: FrameState['stats'], { renderer }: SceneServices): void {
  if (fallbackRunning || renderer?.().gl.xr.isPresenting) return
  fallbackRunning = true
  let ownCount = frame.count
  const renderFrame = (time: number) => {
    fallbackRunning = frame.count === ownCount && renderer?.().gl.xr.isPresenting !== true
    if (!fallbackRunning) return
    advance(time)
    ownCount = frame.count
    requestAnimationFrame(renderFrame)
  }
  requestAnimationFrame(renderFrame)
}
