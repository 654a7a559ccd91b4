import type { Seconds } from '../../audio/units.ts'
import { smoothstep } from '../geometry/math.ts'
import { writeGlidingPath } from '../geometry/path-glide.ts'
import type { FrameState } from '../state/frame-state.ts'
import { forgetRest } from '../state/settling.ts'

const GLIDE_S: Seconds = 2.4

/**
 * Moves the path on its way to another layout, and the form's heart to where that has it; boxes, horizon and camera go
 * with it.
 */
export function glideForm({ boxes, path }: FrameState, dt: Seconds): void {
  const { glide, curve } = path
  if (glide.share >= 1) return
  glide.share = Math.min(1, glide.share + dt / GLIDE_S)
  const share = smoothstep(glide.share)
  curve.heartX = glide.fromX + (glide.toX - glide.fromX) * share
  curve.heartZ = glide.fromZ + (glide.toZ - glide.fromZ) * share
  if (glide.places) {
    writeGlidingPath(path.floorPath, glide.places, glide.share)
    path.moves++
    if (glide.share === 1) glide.places = null
  }
  // On the way boxes stay apart as they are; there they are moved apart anew.
  if (share < 1) boxes.settling.atRest = null
  else forgetRest(boxes.settling)
}
