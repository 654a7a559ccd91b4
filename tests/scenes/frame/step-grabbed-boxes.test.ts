import { beforeEach, describe, expect, test } from 'vitest'
import { stepEmbeddingAnimation } from '../../../scenes/frame/step-embedding-animation.ts'
import { stepGrabbedBoxes } from '../../../scenes/frame/step-grabbed-boxes.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { grabBox, releaseBox } from '../../../scenes/state/grabbed-boxes.ts'
import { noise } from '../../wav.ts'
import { someChunks } from '../sample-chunks.ts'

const CHUNK_COUNT = 40
const FRAME_S = 1 / 60
let frameState: FrameState

beforeEach(() => {
  frameState = createFrameState()
  setChunks(frameState, someChunks(CHUNK_COUNT), 2)
})

const positionOf = (chunk: number) => frameState.boxes.position.subarray(chunk * 3, chunk * 3 + 3)
const homeOf = (chunk: number) => frameState.boxes.home.subarray(chunk * 3, chunk * 3 + 3)
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.hypot(...Array.from(a, (value, axis) => value - b[axis]!))
const grabAt = (chunk: number, target: number[]) => {
  const { grabSlots, position } = frameState.boxes
  grabSlots.target.set(target, grabBox(grabSlots, chunk, position) * 3)
}

describe('stepGrabbedBoxes', () => {
  test('moves a grabbed box to its target, and no other', () => {
    grabAt(7, [1, 2, 3])
    stepGrabbedBoxes(frameState, FRAME_S)
    expect(distance(positionOf(7), [1, 2, 3])).toBeLessThan(1e-6)
    grabAt(7, [-1, 1, 0.5])
    stepGrabbedBoxes(frameState, FRAME_S)
    expect(distance(positionOf(7), [-1, 1, 0.5])).toBeLessThan(1e-6)
    expect(positionOf(8)).toEqual(homeOf(8))
  })

  test('keeps a grabbed box at its target while its home moves', () => {
    grabAt(7, [1, 2, 3])
    frameState.boxes.embedding = {
      snapshots: [noise(CHUNK_COUNT * 3, 1), noise(CHUNK_COUNT * 3, 2)],
      expectedSnapshots: 2,
      complete: true,
      startPositions: null,
      progress: 0,
      running: true,
      duration: 7,
    }
    for (let t = 0; t < 4; t += FRAME_S) {
      stepEmbeddingAnimation(frameState, FRAME_S)
      stepGrabbedBoxes(frameState, FRAME_S)
      expect(distance(positionOf(7), [1, 2, 3])).toBeLessThan(1e-5)
    }
  })

  test('eases a released box home: half-way within 0.4 s, there within 5 s', () => {
    grabAt(7, [1, 2, 3])
    stepGrabbedBoxes(frameState, FRAME_S)
    releaseBox(frameState.boxes.grabSlots, 7)
    const start = distance(positionOf(7), homeOf(7))
    let before = start
    for (let t = 0; t < 0.4; t += FRAME_S) {
      stepGrabbedBoxes(frameState, FRAME_S)
      const now = distance(positionOf(7), homeOf(7))
      expect(now).toBeLessThan(before)
      expect(before - now).toBeLessThan(0.2)
      before = now
    }
    expect(before).toBeLessThan(start / 2)
    for (let t = 0; t < 4.6; t += FRAME_S) stepGrabbedBoxes(frameState, FRAME_S)
    expect(positionOf(7)).toEqual(homeOf(7))
  })

  test('does nothing without boxes', () => {
    setChunks(frameState, [], 1)
    stepGrabbedBoxes(frameState, FRAME_S)
    expect(frameState.boxes.position).toHaveLength(0)
  })
})
