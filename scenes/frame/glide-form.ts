import type { Seconds } from '../../audio/units.ts'
import { smoothstep } from '../geometry/math.ts'
import type { FrameState } from '../state/frame-state.ts'
import { forgetRest } from '../state/settling.ts'

const GLIDE_S: Seconds = 2.4

/** Moves the form's heart on its way to where another layout of the path has it; boxes, horizon and camera go with it. */
export function glideForm({ boxes, path: { glide, curve } }: FrameState, dt: Seconds): void {
  if (glide.share >= 1) return
  glide.share = Math.min(1, glide.share + dt / GLIDE_S)
  const share = smoothstep(glide.share)
  curve.heartX = glide.fromX + (glide.toX - glide.fromX) * share
  curve.heartZ = glide.fromZ + (glide.toZ - glide.fromZ) * share
  // On the way boxes stay apart as they are; there they are moved apart anew.
  if (share < 1) boxes.settling.atRest = null
  else forgetRest(boxes.settling)
}
