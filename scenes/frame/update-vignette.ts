import type { Seconds } from '../../audio/units.ts'
import { stepVignette } from '../geometry/motion.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'

/** Narrows the view while something other than own steps moves the visitor, as strongly as the preference says. */
export function updateVignette(frameState: FrameState, dt: Seconds): void {
  const { viewer, preferences } = frameState
  const strength = preferences.vignette
  viewer.vignette =
    strength === 0 || prefersReducedMotion(frameState)
      ? viewer.motion * strength
      : stepVignette(Math.min(1, viewer.vignette / strength), viewer.motion, dt) * strength
}
