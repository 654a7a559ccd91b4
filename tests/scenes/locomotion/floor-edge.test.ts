import { expect, test } from 'vitest'
import { FloorEdge } from '../../../scenes/locomotion/floor-edge.ts'
import { createFrameState } from '../../../scenes/state/frame-state.ts'
import { squareOf } from './simulated-walker.ts'

/** Walks from place to place on a floor of 2 x 2 m. @returns how often its edge was told */
function walk(places: readonly (readonly [x: number, z: number])[], hasFloor = true) {
  const frameState = createFrameState()
  if (hasFloor) frameState.path.realFloor = squareOf(2)
  const edge = new FloorEdge()
  let told = 0
  for (const [x, z] of places) {
    Object.assign(frameState.viewer.headInRig.position, { x, z })
    edge.update(frameState)
    for (let k = 0; k < frameState.feedback.count; k++) if (frameState.feedback.events[k]?.kind === 'edge') told++
    frameState.feedback.count = 0
  }
  return told
}

test('the edge of the real floor is told once each time it is reached', () => {
  expect(
    walk([
      [0, 0],
      [0.5, 0],
      [0.75, 0],
    ]),
  ).toBe(0)
  expect(
    walk([
      [0.8, 0],
      [0.9, 0],
      [0.9, 0],
    ]),
  ).toBe(1)
  expect(
    walk([
      [0, 0],
      [0.9, 0],
      [0, 0],
      [0, -0.95],
    ]),
  ).toBe(2)
})

test('a body that sways there, or steps beyond it, is not told again', () => {
  expect(walk(Array.from({ length: 90 }, (_, k) => [0.84 + 0.03 * Math.sin(k), 0] as const))).toBe(1)
  expect(
    walk([
      [0.9, 0],
      [1.1, 0],
      [0.9, 0],
      [0.75, 0],
      [0.9, 0],
    ]),
  ).toBe(1)
})

test('without a boundary there is none', () => {
  expect(
    walk(
      [
        [0.9, 0],
        [5, 0],
      ],
      false,
    ),
  ).toBe(0)
})
