import type { Seconds } from '../../audio/units.ts'

/** Looked at for so long, a thing is pressed. */
export const DWELL_TIME_S: Seconds = 1.2
/** A glance that slips off for a moment has not left. */
const SLIP_TOLERANCE_S: Seconds = 0.15

/** A gaze that rests. */
export type DwellState = {
  /** What is looked at, or null. */
  target: unknown
  dwelledTime: Seconds
  /** For how long something else has been looked at. */
  slippedTime: Seconds
  /** Pressed already: it has to be left first. */
  triggered: boolean
}

export const createDwellState = (): DwellState => ({ target: null, dwelledTime: 0, slippedTime: 0, triggered: false })

/**
 * One step of looking at `target` (null: at nothing that can be pressed).
 * @returns true once, when it has been looked at for DWELL
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

/** 0-1: how much of the ring is filled; 0 again once it has been pressed. */
export const getDwellProgress = ({ dwelledTime: rested, triggered: done, target }: DwellState): number =>
  target === null || done ? 0 : Math.min(1, rested / DWELL_TIME_S)
