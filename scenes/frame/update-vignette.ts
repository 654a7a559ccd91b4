import type { Seconds } from '../../audio/units.ts'
import { moveTowards } from '../geometry/math.ts'
import { stepVignette } from '../geometry/motion.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'

/** From dark to the room's own light; a visitor who arrives sees the form appear. */
const LIGHT_UP_S: Seconds = 3

/** Lets the light come up, and narrows the view while something other than own steps moves the visitor, as strongly as the preference says. */
export function updateVignette(frameState: FrameState, dt: Seconds): void {
  const { viewer, preferences } = frameState
  viewer.darkness = moveTowards(viewer.darkness, 0, dt / LIGHT_UP_S)
  const strength = preferences.vignette
  viewer.vignette =
    strength === 0 || prefersReducedMotion(frameState)
      ? viewer.motion * strength
      : stepVignette(Math.min(1, viewer.vignette / strength), viewer.motion, dt) * strength
}
