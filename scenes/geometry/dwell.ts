import type { Seconds } from '../../audio/units.ts'

/** Looked at for so long, a thing is pressed. */
export const DWELL: Seconds = 1.2
/** A glance that slips off for a moment has not left. */
const SLIP: Seconds = 0.15

/** A gaze that rests. */
export type Dwell = {
  /** What is looked at, or null. */
  target: unknown
  rested: Seconds
  /** For how long something else has been looked at. */
  slipped: Seconds
  /** Pressed already: it has to be left first. */
  done: boolean
}

export const createDwell = (): Dwell => ({ target: null, rested: 0, slipped: 0, done: false })

/**
 * One step of looking at `target` (null: at nothing that can be pressed).
 * @returns true once, when it has been looked at for DWELL
 */
export function rest(dwell: Dwell, target: unknown, dt: Seconds): boolean {
  if (target !== dwell.target) {
    dwell.slipped += dt
    if (dwell.target !== null && dwell.slipped < SLIP) return false
    dwell.target = target
    dwell.rested = 0
    dwell.done = false
  }
  dwell.slipped = 0
  if (target === null || dwell.done) return false
  dwell.rested += dt
  dwell.done = dwell.rested >= DWELL
  return dwell.done
}

/** 0-1: how much of the ring is filled; 0 again once it has been pressed. */
export const filledOf = ({ rested, done, target }: Dwell): number =>
  target === null || done ? 0 : Math.min(1, rested / DWELL)
