import { Ray, Vector3 } from 'three'
import { beforeEach, expect, test } from 'vitest'
import { findTouchedBox } from '../../../scenes/state/find-touched-box.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { chunksOf } from '../sample-chunks.ts'

/** What a fingertip of 12 CSS pixels covers on a phone. */
const CONE = 0.016
let frameState: FrameState
beforeEach(() => {
  frameState = createFrameState()
  setChunks(frameState, chunksOf([0.1, 0.1, 0.1]), 1)
  frameState.boxes.size.fill(0.012)
  frameState.boxes.position.set([0, 1, -1, 0.015, 1, -1, 5, 1, -1])
})

const touch = (x: number, skip = -1) => {
  const hit = { index: -1, distance: 0 }
  findTouchedBox(frameState, new Ray(new Vector3(0, 1, 0), new Vector3(x, 0, -1).normalize()), CONE, skip, hit)
  return hit.index
}

test('a finger meets the box under it, or the one nearest to it, which may be smaller than the finger', () => {
  expect(touch(0.002)).toBe(0)
  expect(touch(-0.014)).toBe(0)
  expect(touch(0.028)).toBe(1)
  expect(touch(-0.03)).toBe(-1)
})

test('a second touch means the next nearest, and the same again without one', () => {
  expect(touch(0.002, 0)).toBe(1)
  expect(touch(0.002, 1)).toBe(0)
  expect(touch(-0.014, 0)).toBe(0)
})
