import { expect, test } from 'vitest'
import { createDwellState, DWELL_TIME_S, getDwellProgress, stepDwell } from '../../../scenes/geometry/dwell.ts'

const FRAME = 1 / 90

/** Looks at a target for some seconds. @returns how often it was activated. */
function look(dwell: ReturnType<typeof createDwellState>, target: unknown, seconds: number): number {
  let activations = 0
  for (let t = 0; t < seconds; t += FRAME) if (stepDwell(dwell, target, FRAME)) activations++
  return activations
}

test('a dwell activates its target once, and again after the gaze left it', () => {
  const dwell = createDwellState()
  expect(look(dwell, 7, DWELL_TIME_S / 2)).toBe(0)
  expect(getDwellProgress(dwell)).toBeCloseTo(0.5, 1)
  expect(look(dwell, 7, DWELL_TIME_S)).toBe(1)
  expect(getDwellProgress(dwell)).toBe(0)
  expect(look(dwell, 7, 10)).toBe(0)
  expect(look(dwell, null, 0.5)).toBe(0)
  expect(look(dwell, 7, DWELL_TIME_S + 0.1)).toBe(1)
})

test('a short glance aside continues the dwell, a longer one restarts it', () => {
  const dwell = createDwellState()
  look(dwell, 7, 1)
  look(dwell, 8, 0.08)
  expect(look(dwell, 7, DWELL_TIME_S - 0.9)).toBe(1)
  look(dwell, 8, 1)
  look(dwell, 7, 0.4)
  expect(getDwellProgress(dwell)).toBeLessThan(0.4)
})

test('null is never activated', () => {
  expect(look(createDwellState(), null, 5)).toBe(0)
})
