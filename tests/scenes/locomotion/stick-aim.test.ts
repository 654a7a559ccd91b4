import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createStickAim, stepStickAim } from '../../../scenes/locomotion/stick-aim.ts'

const FRAME_S = 1 / 72
/** Pushes a stick frame by frame. @returns what each frame did, without repetitions */
function push(...positions: readonly (readonly [x: number, y: number, frames?: number])[]) {
  const aim = createStickAim()
  const steps: unknown[] = []
  for (const [x, y, frames = 1] of positions)
    for (let k = 0; k < frames; k++) {
      const step = stepStickAim(aim, x, y, FRAME_S)
      if (step !== steps.at(-1)) steps.push(step)
    }
  return { aim, steps }
}

describe('a stick', () => {
  test('pushed forward aims, and goes there when it springs back', () => {
    expect(push([0, -1, 20], [0, -0.6], [0, -0.3], [0, 0]).steps).toEqual(['aim', 'hold', 'go'])
    expect(push([0, -1, 20], [0, 0, 5]).steps).toEqual(['aim', 'go', null])
  })

  test('goes there also with a frame every quarter of a second, and if it swings beyond the middle', () => {
    const aim = createStickAim()
    expect([-1, -0.3, 0].map((y) => stepStickAim(aim, 0, y, 0.05))).toEqual(['aim', 'hold', 'go'])
    expect(push([0, -1, 9], [0, 0.3], [0, 0.1]).steps).toEqual(['aim', 'hold', 'go'])
  })

  test('led back to the middle calls off, and aims again when it is pushed anew', () => {
    const led = Array.from({ length: 36 }, (_, k) => [0, -1 + k / 36] as const)
    expect(push([0, -1, 9], ...led, [0, 0, 9]).steps).toEqual(['aim', 'hold', 'callOff', null])
    expect(push([0, -1, 9], [0, -0.4, 30], [0, 0], [0, -1]).steps).toEqual(['aim', 'hold', 'callOff', null, 'aim'])
  })

  test('pulled back calls off at once, and is spent until it has been in the middle', () => {
    const { steps, aim } = push([0, -1, 9], [0.2, 0.9], [0, -1, 9], [1, 0, 9])
    expect(steps).toEqual(['aim', 'callOff', null])
    expect(aim.phase).toBe('spent')
    expect(push([0, -1, 9], [0, 1], [0, 0], [0, -1]).steps).toEqual(['aim', 'callOff', null, 'aim'])
  })

  test('turned aside tells the direction, up to 135 degrees, which letting go does not change', () => {
    const { aim } = push([0, -1], [0.7, -0.7], [1, 0], [0.72, 0.69, 5])
    expect(aim.angle).toBeCloseTo(Math.atan2(0.72, -0.69), 9)
    expect(push([0, -1], [-1, 0, 5], [-0.3, 0.1], [0, 0]).aim.angle).toBeCloseTo(-Math.PI / 2, 9)
  })

  test('pushed sideways, back or gently does not aim', () => {
    expect(push([1, -0.5, 9], [0, 0], [0, 1, 9], [0, 0], [0, -0.65, 9]).steps).toEqual([null])
  })
})

test('whatever a stick does, it goes somewhere only after aiming, once, and only from the middle', () => {
  const axis = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(axis, axis, fc.integer({ min: 1, max: 20 })), { maxLength: 40 }), (moves) => {
      const aim = createStickAim()
      let aims = false
      for (const [x, y, frames] of moves)
        for (let k = 0; k < frames; k++) {
          const step = stepStickAim(aim, x, y, FRAME_S)
          if (step === 'go' || step === 'callOff' || step === 'hold') expect(aims).toBe(true)
          if (step === 'go') expect(Math.hypot(x, y)).toBeLessThan(0.2)
          if (step === 'aim') expect(y).toBeLessThan(Math.abs(x))
          if (step === 'aim') aims = true
          else if (step !== 'hold') aims = false
        }
    }),
  )
})
