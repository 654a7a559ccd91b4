import type { Seconds } from '../../audio/units.ts'

/** Time of looking at a target that activates it. */
export const DWELL_TIME_S: Seconds = 1.2
/** A glance aside for less than this does not restart the dwell. */
const SLIP_TOLERANCE_S: Seconds = 0.15

/** Dwell of a gaze on one target. */
export type DwellState = {
  /** Target of the gaze, compared by identity; null: none. */
  target: unknown
  dwelledTime: Seconds
  /** Time since the gaze left the target. */
  slippedTime: Seconds
  /** The target was activated; the gaze must leave it before it can be activated again. */
  triggered: boolean
}

export const createDwellState = (): DwellState => ({ target: null, dwelledTime: 0, slippedTime: 0, triggered: false })

/**
 * Advances the dwell by one frame.
 * @param target target under the gaze, or null for one that cannot be activated.
 * @returns true in the one frame in which `target` has been looked at for DWELL_TIME_S.
 */
export function stepDwell(dwell: DwellState, target: unknown, dt: Seconds): boolean {
  if (target !== dwell.target) {
    dwell.slippedTime += dt
    if (dwell.target !== null && dwell.slippedTime < SLIP_TOLERANCE_S) return false
    dwell.target = target
    dwell.dwelledTime = 0
    dwell.triggered = false
  }
  dwell.slippedTime = 0
  if (target === null || dwell.triggered) return false
  dwell.dwelledTime += dt
  dwell.triggered = dwell.dwelledTime >= DWELL_TIME_S
  return dwell.triggered
}

/** Filled share of the dwell ring, 0 to 1; 0 after activation. */
export const getDwellProgress = ({ dwelledTime, triggered, target }: DwellState): number =>
  target === null || triggered ? 0 : Math.min(1, dwelledTime / DWELL_TIME_S)
