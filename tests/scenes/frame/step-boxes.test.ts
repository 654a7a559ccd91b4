import { beforeEach, describe, expect, test } from 'vitest'
import { stepEmbeddingAnimation, stepGrabbedBoxes } from '../../../scenes/frame/step-boxes.ts'
import { placeCloud } from '../../../scenes/geometry/cloud.ts'
import { REPLAY_DURATION_S } from '../../../scenes/state/embedding-animation.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { grabBox, releaseBox } from '../../../scenes/state/grabbed-boxes.ts'
import { noise } from '../../wav.ts'
import { someChunks } from '../sample-chunks.ts'

const COUNT = 40
const FRAME = 1 / 60
let frameState: FrameState

const still = (seed: number) => noise(COUNT * 3, seed)
const run = (seconds: number, step: (dt: number) => void) => {
  for (let t = 0; t < seconds; t += FRAME) step(FRAME)
}
const place = (i: number, from = frameState.boxes.position) => from.subarray(i * 3, i * 3 + 3)
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.hypot(...Array.from(a, (value, axis) => value - b[axis]!))
const hold = (chunk: number, at: number[]) => {
  const slot = grabBox(frameState.boxes.grabSlots, chunk, frameState.boxes.position)
  frameState.boxes.grabSlots.target.set(at, slot * 3)
}

beforeEach(() => {
  frameState = createFrameState()
  setChunks(frameState, someChunks(COUNT), 2)
})

describe('unfoldForm', () => {
  test('with no still yet, every box lies on the path', () => {
    frameState.boxes.embedding.running = true
    run(1, (dt) => stepEmbeddingAnimation(frameState, dt))
    expect(frameState.boxes.home).toEqual(frameState.path.floorPath.center)
    expect(frameState.boxes.embedding.progress).toBe(0)
  })

  test('goes from the path to the last still in some seconds, and rests there', () => {
    frameState.boxes.embedding = {
      snapshots: [still(1), still(2), still(3)],
      expectedSnapshots: 3,
      complete: true,
      startPositions: null,
      progress: 0,
      running: true,
      duration: REPLAY_DURATION_S,
    }
    stepEmbeddingAnimation(frameState, 0)
    expect(frameState.boxes.home).toEqual(frameState.path.floorPath.center)
    run(3, (dt) => stepEmbeddingAnimation(frameState, dt))
    expect(frameState.boxes.embedding.progress).toBeGreaterThan(0.3)
    expect(frameState.boxes.embedding.progress).toBeLessThan(0.6)
    run(5, (dt) => stepEmbeddingAnimation(frameState, dt))
    expect(frameState.boxes.embedding).toMatchObject({ progress: 1, running: false })
    expect(frameState.boxes.home).toEqual(
      placeCloud(still(3), frameState.boxes.cloudRadius, new Float32Array(COUNT * 3)),
    )
  })

  test('no box ever jumps on its way', () => {
    frameState.boxes.embedding = {
      snapshots: [still(1), still(2), still(3)],
      expectedSnapshots: 3,
      complete: true,
      startPositions: null,
      progress: 0,
      running: true,
      duration: REPLAY_DURATION_S,
    }
    stepEmbeddingAnimation(frameState, 0)
    let before = frameState.boxes.home.slice()
    run(8, (dt) => {
      stepEmbeddingAnimation(frameState, dt)
      for (let i = 0; i < COUNT; i++)
        expect(apart(place(i, frameState.boxes.home), place(i, before))).toBeLessThan(0.25)
      before = frameState.boxes.home.slice()
    })
  })

  test('waits for t-SNE instead of running ahead, and goes on when the song is complete', () => {
    frameState.boxes.embedding.running = true
    frameState.boxes.embedding.expectedSnapshots = 50
    for (let k = 0; k < 6; k++) frameState.boxes.embedding.snapshots.push(still(k))
    run(10, (dt) => stepEmbeddingAnimation(frameState, dt))
    expect(frameState.boxes.embedding.progress).toBeCloseTo(0.1, 6)
    expect(frameState.boxes.embedding.running).toBe(true)
    frameState.boxes.embedding.complete = true
    run(8, (dt) => stepEmbeddingAnimation(frameState, dt))
    expect(frameState.boxes.embedding).toMatchObject({ progress: 1, running: false })
  })

  test('a finished form that was scrubbed back, or is another one, hangs anew', () => {
    const form = {
      snapshots: [still(1), still(2)],
      expectedSnapshots: 2,
      complete: true,
      startPositions: null,
      running: false,
    }
    frameState.boxes.embedding = { ...form, progress: 1, duration: REPLAY_DURATION_S }
    stepEmbeddingAnimation(frameState, FRAME)
    const finished = frameState.boxes.home.slice()
    frameState.boxes.embedding.progress = 0
    stepEmbeddingAnimation(frameState, FRAME)
    expect(frameState.boxes.home).toEqual(frameState.path.floorPath.center)
    frameState.boxes.embedding.progress = 1
    stepEmbeddingAnimation(frameState, FRAME)
    expect(frameState.boxes.home).toEqual(finished)
    frameState.boxes.embedding.snapshots = [still(3)]
    stepEmbeddingAnimation(frameState, FRAME)
    expect(frameState.boxes.home).toEqual(
      placeCloud(still(3), frameState.boxes.cloudRadius, new Float32Array(COUNT * 3)),
    )
  })

  test('scrubbed back to 0 the boxes are on the path again, and stay', () => {
    frameState.boxes.embedding = {
      snapshots: [still(1), still(2)],
      expectedSnapshots: 2,
      complete: true,
      startPositions: null,
      progress: 1,
      running: false,
      duration: REPLAY_DURATION_S,
    }
    stepEmbeddingAnimation(frameState, FRAME)
    expect(apart(place(5, frameState.boxes.home), place(5, frameState.path.floorPath.center))).toBeGreaterThan(0.2)
    frameState.boxes.embedding.progress = 0
    run(1, (dt) => stepEmbeddingAnimation(frameState, dt))
    expect(frameState.boxes.home).toEqual(frameState.path.floorPath.center)
    frameState.boxes.embedding.progress = 0.5
    stepEmbeddingAnimation(frameState, FRAME)
    // Halfway, the first have left and the last still lie there.
    expect(apart(place(0, frameState.boxes.home), place(0, frameState.path.floorPath.center))).toBeGreaterThan(0.1)
    expect(
      apart(place(COUNT - 1, frameState.boxes.home), place(COUNT - 1, frameState.path.floorPath.center)),
    ).toBeLessThan(0.1)
  })

  test('an empty room and a single box unfold too', () => {
    setChunks(frameState, [], 1)
    stepEmbeddingAnimation(frameState, FRAME)
    stepGrabbedBoxes(frameState, FRAME)
    expect(frameState.boxes.position).toHaveLength(0)
    setChunks(frameState, someChunks(1), 1.3)
    frameState.boxes.embedding = {
      snapshots: [new Float32Array(3)],
      expectedSnapshots: 1,
      complete: true,
      startPositions: null,
      progress: 0,
      running: true,
      duration: REPLAY_DURATION_S,
    }
    run(8, (dt) => stepEmbeddingAnimation(frameState, dt))
    expect(frameState.boxes.home.every(Number.isFinite)).toBe(true)
    expect(frameState.boxes.home[1]).toBeGreaterThan(1)
  })
})

describe('carryBoxes', () => {
  test('a held box is exactly where the hand wants it, the others stay', () => {
    hold(7, [1, 2, 3])
    stepGrabbedBoxes(frameState, FRAME)
    expect(apart(place(7), [1, 2, 3])).toBeLessThan(1e-6)
    hold(7, [-1, 1, 0.5])
    stepGrabbedBoxes(frameState, FRAME)
    expect(apart(place(7), [-1, 1, 0.5])).toBeLessThan(1e-6)
    expect(place(8)).toEqual(place(8, frameState.boxes.home))
  })

  test('a held box stays in the hand while the form moves under it', () => {
    hold(7, [1, 2, 3])
    frameState.boxes.embedding = {
      snapshots: [still(1), still(2)],
      expectedSnapshots: 2,
      complete: true,
      startPositions: null,
      progress: 0,
      running: true,
      duration: REPLAY_DURATION_S,
    }
    run(4, (dt) => {
      stepEmbeddingAnimation(frameState, dt)
      stepGrabbedBoxes(frameState, dt)
      expect(apart(place(7), [1, 2, 3])).toBeLessThan(1e-5)
    })
  })

  test('let go, it floats home: ever nearer, half-way within 0.4 s, there within 5 s', () => {
    hold(7, [1, 2, 3])
    stepGrabbedBoxes(frameState, FRAME)
    releaseBox(frameState.boxes.grabSlots, 7)
    let away = apart(place(7), place(7, frameState.boxes.home))
    const start = away
    run(0.4, (dt) => {
      stepGrabbedBoxes(frameState, dt)
      const now = apart(place(7), place(7, frameState.boxes.home))
      expect(now).toBeLessThan(away)
      expect(away - now).toBeLessThan(0.2)
      away = now
    })
    expect(away).toBeLessThan(start / 2)
    run(4.6, (dt) => stepGrabbedBoxes(frameState, dt))
    expect(place(7)).toEqual(place(7, frameState.boxes.home))
  })
})
