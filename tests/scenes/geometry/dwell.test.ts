import { expect, test } from 'vitest'
import { createDwellState, DWELL_TIME_S, getDwellProgress, stepDwell } from '../../../scenes/geometry/dwell.ts'

const FRAME = 1 / 90

/** Looks at something for some seconds. @returns how often it was pressed. */
function look(dwell: ReturnType<typeof createDwellState>, target: unknown, seconds: number): number {
  let pressed = 0
  for (let t = 0; t < seconds; t += FRAME) if (stepDwell(dwell, target, FRAME)) pressed++
  return pressed
}

test('what is looked at long enough is pressed, once, while the ring fills', () => {
  const dwell = createDwellState()
  expect(look(dwell, 7, DWELL_TIME_S / 2)).toBe(0)
  expect(getDwellProgress(dwell)).toBeCloseTo(0.5, 1)
  expect(look(dwell, 7, DWELL_TIME_S)).toBe(1)
  expect(getDwellProgress(dwell)).toBe(0)
  expect(look(dwell, 7, 10)).toBe(0)
  expect(look(dwell, null, 0.5)).toBe(0)
  expect(look(dwell, 7, DWELL_TIME_S + 0.1)).toBe(1)
})

test('a glance that slips off for a moment goes on where it was; a longer one begins anew', () => {
  const dwell = createDwellState()
  look(dwell, 7, 1)
  look(dwell, 8, 0.08)
  expect(look(dwell, 7, DWELL_TIME_S - 0.9)).toBe(1)
  look(dwell, 8, 1)
  look(dwell, 7, 0.4)
  expect(getDwellProgress(dwell)).toBeLessThan(0.4)
})

test('nothing to press is never pressed', () => {
  expect(look(createDwellState(), null, 5)).toBe(0)
})
