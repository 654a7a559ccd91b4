import { advance } from '@react-three/fiber'
import type { FrameState } from '../../../scenes/state/frame-state.ts'

let driving = false

/**
 * Draws frames in the place of a loop that has stopped, until that goes on by itself. Not in a headset, whose frames are
 * its own.
 */
export function driveFrames({ frame, stage }: FrameState): void {
  if (driving || stage?.().gl.xr.isPresenting) return
  driving = true
  let mine = frame.count
  const next = (time: number) => {
    driving = frame.count === mine && stage?.().gl.xr.isPresenting !== true
    if (!driving) return
    advance(time)
    mine = frame.count
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
}
