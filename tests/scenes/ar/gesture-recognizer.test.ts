import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createGestureRecognizer,
  type GestureRecognizer,
  LONG_PRESS_S,
  pixelsToYaw,
} from '../../../scenes/ar/gesture-recognizer.ts'

/** Runs eight frames up to the time `until`. */
const rest = (gestures: GestureRecognizer, until: number) => {
  for (let k = 1; k <= 8; k++) gestures.updateRest((until * k) / 8)
}

/** Recognizer that records its calls. */
function createRecorder() {
  const calls: string[] = []
  const gestures = createGestureRecognizer({
    onTap: (x, y, finger) => calls.push(`tap ${x} ${y} by ${finger}`),
    onRotate: (pixels) => calls.push(`rotate ${pixels}`),
    onScale: (factor) => calls.push(`scale ${factor.toFixed(3)}`),
    onDragStart: (x, y, finger) => calls.push(`dragStart ${x} ${y} by ${finger}`),
    onDrag: (x, y) => calls.push(`drag ${x} ${y}`),
    onDragEnd: () => calls.push('dragEnd'),
  })
  return { gestures, calls }
}

describe('one finger', () => {
  test('taps with a short touch', () => {
    const { gestures, calls } = createRecorder()
    gestures.press(1, 100, 200, 0)
    gestures.move(1, 103, 204)
    rest(gestures, 0.2)
    gestures.release(1)
    expect(calls).toEqual(['tap 103 204 by 1'])
  })

  test('rotates by the whole way since the touch, and does not tap', () => {
    const { gestures, calls } = createRecorder()
    gestures.press(1, 100, 200, 0)
    gestures.move(1, 130, 200)
    rest(gestures, LONG_PRESS_S + 1)
    gestures.move(1, 110, 260)
    gestures.release(1)
    expect(calls).toEqual(['rotate 30', 'rotate -20'])
  })

  test('drags after a rest', () => {
    const { gestures, calls } = createRecorder()
    gestures.press(7, 100, 200, 0)
    rest(gestures, LONG_PRESS_S - 0.01)
    expect(calls).toEqual([])
    rest(gestures, LONG_PRESS_S)
    rest(gestures, LONG_PRESS_S + 0.1)
    gestures.move(7, 140, 260)
    gestures.release(7)
    expect(calls).toEqual(['dragStart 100 200 by 7', 'drag 140 260', 'dragEnd'])
  })

  test('does not start to drag if few frames saw it at rest', () => {
    const { gestures, calls } = createRecorder()
    gestures.press(1, 100, 200, 0)
    gestures.updateRest(0.9)
    gestures.updateRest(1.8)
    gestures.move(1, 150, 200)
    gestures.release(1)
    expect(calls).toEqual(['rotate 50'])
  })

  test('that is canceled does not tap, and ends a drag', () => {
    const { gestures, calls } = createRecorder()
    gestures.press(1, 100, 200, 0)
    gestures.cancel(1)
    expect(calls).toEqual([])
    gestures.press(2, 100, 200, 1)
    rest(gestures, 2)
    gestures.cancel(2)
    expect(calls).toEqual(['dragStart 100 200 by 2', 'dragEnd'])
  })
})

describe('two fingers', () => {
  test('scale by the ratio of their distances, and neither tap nor rotate afterwards', () => {
    const { gestures, calls } = createRecorder()
    gestures.press(1, 100, 300, 0)
    gestures.press(2, 200, 300, 0.1)
    gestures.move(2, 300, 300)
    gestures.move(1, 200, 300)
    gestures.release(1)
    gestures.move(2, 400, 300)
    rest(gestures, 5)
    gestures.release(2)
    expect(calls).toEqual(['scale 2.000', 'scale 0.500'])
    gestures.press(3, 50, 60, 7)
    gestures.release(3)
    expect(calls.at(-1)).toBe('tap 50 60 by 3')
  })

  test('do not disturb a drag: a second finger is ignored', () => {
    const { gestures, calls } = createRecorder()
    gestures.press(1, 100, 300, 0)
    rest(gestures, 1)
    gestures.press(2, 200, 300, 1)
    gestures.move(2, 400, 300)
    gestures.release(2)
    gestures.move(1, 120, 300)
    gestures.release(1)
    expect(calls).toEqual(['dragStart 100 300 by 1', 'drag 120 300', 'dragEnd'])
  })

  test('scale in total by the ratio of their last to their first distance', () => {
    const point = fc.integer({ min: 0, max: 900 })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), point, point), { minLength: 1, maxLength: 40 }), (moves) => {
        let scale = 1
        const ignore = () => {}
        const gestures = createGestureRecognizer({
          onTap: ignore,
          onRotate: ignore,
          onDragStart: ignore,
          onDrag: ignore,
          onDragEnd: ignore,
          onScale: (factor) => {
            scale *= factor
          },
        })
        const at = [
          [100, 100],
          [300, 100],
        ] as [[number, number], [number, number]]
        gestures.press(0, ...at[0], 0)
        gestures.press(1, ...at[1], 0)
        for (const [second, x, y] of moves) {
          const finger = second ? 1 : 0
          at[finger] = [x, y]
          gestures.move(finger, x, y)
        }
        const spread = Math.max(24, Math.hypot(at[0][0] - at[1][0], at[0][1] - at[1][1]))
        expect(scale).toBeCloseTo(spread / 200, 6)
      }),
    )
  })
})

test('pixelsToYaw: the width of a phone is about half a turn, symmetric in both directions', () => {
  expect(pixelsToYaw(412)).toBeGreaterThan(0.8 * Math.PI)
  expect(pixelsToYaw(412)).toBeLessThan(1.25 * Math.PI)
  expect(pixelsToYaw(-10)).toBe(-pixelsToYaw(10))
})
