import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createGestureRecognizer,
  type GestureRecognizer,
  LONG_PRESS_S,
  pixelsToYaw,
} from '../../../scenes/ar/gesture-recognizer.ts'

/** Frames go by until then. */
const rest = (gestures: GestureRecognizer, until: number) => {
  for (let k = 1; k <= 8; k++) gestures.rest((until * k) / 8)
}

/** Gestures, and what they said, in words. */
function watched() {
  const said: string[] = []
  const gestures = createGestureRecognizer({
    handleTap: (x, y, finger) => said.push(`tap ${x} ${y} by ${finger}`),
    rotateSong: (pixels) => said.push(`turn ${pixels}`),
    scale: (factor) => said.push(`scale ${factor.toFixed(3)}`),
    startDrag: (x, y, finger) => said.push(`lift ${x} ${y} by ${finger}`),
    updateDrag: (x, y) => said.push(`carry ${x} ${y}`),
    dragEnd: () => said.push('drop'),
  })
  return { gestures, said }
}

describe('one finger', () => {
  test('that touches shortly taps where it touched', () => {
    const { gestures, said } = watched()
    gestures.press(1, 100, 200, 0)
    gestures.move(1, 103, 204)
    rest(gestures, 0.2)
    gestures.release(1)
    expect(said).toEqual(['tap 103 204 by 1'])
  })

  test('that moves sideways turns by the whole way, and does not tap', () => {
    const { gestures, said } = watched()
    gestures.press(1, 100, 200, 0)
    gestures.move(1, 130, 200)
    rest(gestures, LONG_PRESS_S + 1)
    gestures.move(1, 110, 260)
    gestures.release(1)
    expect(said).toEqual(['turn 30', 'turn -20'])
  })

  test('that rests lifts, carries and drops', () => {
    const { gestures, said } = watched()
    gestures.press(7, 100, 200, 0)
    rest(gestures, LONG_PRESS_S - 0.01)
    expect(said).toEqual([])
    rest(gestures, LONG_PRESS_S)
    rest(gestures, LONG_PRESS_S + 0.1)
    gestures.move(7, 140, 260)
    gestures.release(7)
    expect(said).toEqual(['lift 100 200 by 7', 'carry 140 260', 'drop'])
  })

  test('that rests while hardly a frame is drawn has not lifted', () => {
    const { gestures, said } = watched()
    gestures.press(1, 100, 200, 0)
    gestures.rest(0.9)
    gestures.rest(1.8)
    gestures.move(1, 150, 200)
    gestures.release(1)
    expect(said).toEqual(['turn 50'])
  })

  test('that the system takes away taps nothing, and drops what it carried', () => {
    const { gestures, said } = watched()
    gestures.press(1, 100, 200, 0)
    gestures.cancel(1)
    expect(said).toEqual([])
    gestures.press(2, 100, 200, 1)
    rest(gestures, 2)
    gestures.cancel(2)
    expect(said).toEqual(['lift 100 200 by 2', 'drop'])
  })
})

describe('two fingers', () => {
  test('scale by the ratio of their distances, and neither tap nor turn afterwards', () => {
    const { gestures, said } = watched()
    gestures.press(1, 100, 300, 0)
    gestures.press(2, 200, 300, 0.1)
    gestures.move(2, 300, 300)
    gestures.move(1, 200, 300)
    gestures.release(1)
    gestures.move(2, 400, 300)
    rest(gestures, 5)
    gestures.release(2)
    expect(said).toEqual(['scale 2.000', 'scale 0.500'])
    gestures.press(3, 50, 60, 7)
    gestures.release(3)
    expect(said.at(-1)).toBe('tap 50 60 by 3')
  })

  test('do not disturb a song that is carried', () => {
    const { gestures, said } = watched()
    gestures.press(1, 100, 300, 0)
    rest(gestures, 1)
    gestures.press(2, 200, 300, 1)
    gestures.move(2, 400, 300)
    gestures.release(2)
    gestures.move(1, 120, 300)
    gestures.release(1)
    expect(said).toEqual(['lift 100 300 by 1', 'carry 120 300', 'drop'])
  })

  test('scale by what their distance has changed in all, however they got there', () => {
    const point = fc.integer({ min: 0, max: 900 })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), point, point), { minLength: 1, maxLength: 40 }), (moves) => {
        let scale = 1
        const nothing = () => {}
        const gestures = createGestureRecognizer({
          handleTap: nothing,
          rotateSong: nothing,
          startDrag: nothing,
          updateDrag: nothing,
          dragEnd: nothing,
          scale: (factor) => {
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
        const apart = Math.max(24, Math.hypot(at[0][0] - at[1][0], at[0][1] - at[1][1]))
        expect(scale).toBeCloseTo(apart / 200, 6)
      }),
    )
  })
})

test('a drag across a phone turns by about half a turn, to the right when to the right', () => {
  expect(pixelsToYaw(412)).toBeGreaterThan(0.8 * Math.PI)
  expect(pixelsToYaw(412)).toBeLessThan(1.25 * Math.PI)
  expect(pixelsToYaw(-10)).toBe(-pixelsToYaw(10))
})
