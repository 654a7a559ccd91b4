import { Vector3 } from 'three'
import { expect, test } from 'vitest'
import { drawHand } from '../../../scenes/view/draw-hand.ts'
import { HandLight } from '../../../scenes/view/hand-light.ts'
import { LightStrokes } from '../../../scenes/view/light-strokes.ts'

/** 25 joints in a row along x, 1 cm apart. */
const poses = new Float32Array(25 * 16)
for (let j = 0; j < 25; j++) poses[j * 16 + 12] = j / 100

test('a hand is its 19 bones, the palm, and five fingertips; it acts between thumb and index finger', () => {
  const strokes = new LightStrokes(100, { value: 0 })
  const out = new Vector3()
  drawHand(strokes, poses, new HandLight(), 0, out)
  strokes.flush()
  expect(strokes.mesh.geometry.instanceCount).toBe(19 + 5 + 3 + 5)
  expect(out.x).toBeCloseTo((0.04 + 0.09) / 2, 6)
  // No bone leads from one finger's tip to the next finger.
  const [start, end] = ['start', 'end'].map((name) => strokes.mesh.geometry.getAttribute(name))
  const bones = Array.from({ length: 19 }, (_, k) => [start?.getX(k), end?.getX(k)].map((x) => Math.round(x! * 100)))
  for (const [from, to] of bones) expect([from! % 5 === 4, to! - from!]).toEqual([false, 1])
})

test('a pinch lights thumb and index finger alone', () => {
  const strengths = [0, 1].map((pressed) => {
    const strokes = new LightStrokes(100, { value: 0 })
    drawHand(strokes, poses, new HandLight(), pressed, new Vector3())
    strokes.flush()
    const body = strokes.mesh.geometry.getAttribute('body')
    return Array.from({ length: 5 }, (_, k) => body.getZ(27 + k))
  })
  const changed = strengths[0]!.map((open, k) => strengths[1]![k]! > open)
  expect(changed).toEqual([true, true, false, false, false])
})
