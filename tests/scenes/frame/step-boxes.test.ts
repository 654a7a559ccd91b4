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
let live: FrameState

const still = (seed: number) => noise(COUNT * 3, seed)
const run = (seconds: number, step: (dt: number) => void) => {
  for (let t = 0; t < seconds; t += FRAME) step(FRAME)
}
const place = (i: number, from = live.place) => from.subarray(i * 3, i * 3 + 3)
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.hypot(...Array.from(a, (value, axis) => value - (b[axis] as number)))
const hold = (chunk: number, at: number[]) => {
  const slot = grabBox(live.carries, chunk, live.place)
  live.carries.target.set(at, slot * 3)
}

beforeEach(() => {
  live = createFrameState()
  setChunks(live, someChunks(COUNT), 2)
})

describe('unfoldForm', () => {
  test('with no still yet, every box lies on the path', () => {
    live.form.running = true
    run(1, (dt) => stepEmbeddingAnimation(live, dt))
    expect(live.home).toEqual(live.path.center)
    expect(live.form.progress).toBe(0)
  })

  test('goes from the path to the last still in some seconds, and rests there', () => {
    live.form = {
      snapshots: [still(1), still(2), still(3)],
      expectedSnapshots: 3,
      complete: true,
      startPositions: null,
      progress: 0,
      running: true,
      duration: REPLAY_DURATION_S,
    }
    stepEmbeddingAnimation(live, 0)
    expect(live.home).toEqual(live.path.center)
    run(3, (dt) => stepEmbeddingAnimation(live, dt))
    expect(live.form.progress).toBeGreaterThan(0.3)
    expect(live.form.progress).toBeLessThan(0.6)
    run(5, (dt) => stepEmbeddingAnimation(live, dt))
    expect(live.form).toMatchObject({ progress: 1, running: false })
    expect(live.home).toEqual(placeCloud(still(3), live.radius, new Float32Array(COUNT * 3)))
  })

  test('no box ever jumps on its way', () => {
    live.form = {
      snapshots: [still(1), still(2), still(3)],
      expectedSnapshots: 3,
      complete: true,
      startPositions: null,
      progress: 0,
      running: true,
      duration: REPLAY_DURATION_S,
    }
    stepEmbeddingAnimation(live, 0)
    let before = live.home.slice()
    run(8, (dt) => {
      stepEmbeddingAnimation(live, dt)
      for (let i = 0; i < COUNT; i++) expect(apart(place(i, live.home), place(i, before))).toBeLessThan(0.25)
      before = live.home.slice()
    })
  })

  test('waits for t-SNE instead of running ahead, and goes on when the song is complete', () => {
    live.form.running = true
    live.form.expectedSnapshots = 50
    for (let k = 0; k < 6; k++) live.form.snapshots.push(still(k))
    run(10, (dt) => stepEmbeddingAnimation(live, dt))
    expect(live.form.progress).toBeCloseTo(0.1, 6)
    expect(live.form.running).toBe(true)
    live.form.complete = true
    run(8, (dt) => stepEmbeddingAnimation(live, dt))
    expect(live.form).toMatchObject({ progress: 1, running: false })
  })

  test('a finished form that was scrubbed back, or is another one, hangs anew', () => {
    const form = {
      snapshots: [still(1), still(2)],
      expectedSnapshots: 2,
      complete: true,
      startPositions: null,
      running: false,
    }
    live.form = { ...form, progress: 1, duration: REPLAY_DURATION_S }
    stepEmbeddingAnimation(live, FRAME)
    const finished = live.home.slice()
    live.form.progress = 0
    stepEmbeddingAnimation(live, FRAME)
    expect(live.home).toEqual(live.path.center)
    live.form.progress = 1
    stepEmbeddingAnimation(live, FRAME)
    expect(live.home).toEqual(finished)
    live.form.snapshots = [still(3)]
    stepEmbeddingAnimation(live, FRAME)
    expect(live.home).toEqual(placeCloud(still(3), live.radius, new Float32Array(COUNT * 3)))
  })

  test('scrubbed back to 0 the boxes are on the path again, and stay', () => {
    live.form = {
      snapshots: [still(1), still(2)],
      expectedSnapshots: 2,
      complete: true,
      startPositions: null,
      progress: 1,
      running: false,
      duration: REPLAY_DURATION_S,
    }
    stepEmbeddingAnimation(live, FRAME)
    expect(apart(place(5, live.home), place(5, live.path.center))).toBeGreaterThan(0.2)
    live.form.progress = 0
    run(1, (dt) => stepEmbeddingAnimation(live, dt))
    expect(live.home).toEqual(live.path.center)
    live.form.progress = 0.5
    stepEmbeddingAnimation(live, FRAME)
    // Halfway, the first have left and the last still lie there.
    expect(apart(place(0, live.home), place(0, live.path.center))).toBeGreaterThan(0.1)
    expect(apart(place(COUNT - 1, live.home), place(COUNT - 1, live.path.center))).toBeLessThan(0.1)
  })

  test('an empty room and a single box unfold too', () => {
    setChunks(live, [], 1)
    stepEmbeddingAnimation(live, FRAME)
    stepGrabbedBoxes(live, FRAME)
    expect(live.place).toHaveLength(0)
    setChunks(live, someChunks(1), 1.3)
    live.form = {
      snapshots: [new Float32Array(3)],
      expectedSnapshots: 1,
      complete: true,
      startPositions: null,
      progress: 0,
      running: true,
      duration: REPLAY_DURATION_S,
    }
    run(8, (dt) => stepEmbeddingAnimation(live, dt))
    expect(live.home.every(Number.isFinite)).toBe(true)
    expect(live.home[1]).toBeGreaterThan(1)
  })
})

describe('carryBoxes', () => {
  test('a held box is exactly where the hand wants it, the others stay', () => {
    hold(7, [1, 2, 3])
    stepGrabbedBoxes(live, FRAME)
    expect(apart(place(7), [1, 2, 3])).toBeLessThan(1e-6)
    hold(7, [-1, 1, 0.5])
    stepGrabbedBoxes(live, FRAME)
    expect(apart(place(7), [-1, 1, 0.5])).toBeLessThan(1e-6)
    expect(place(8)).toEqual(place(8, live.home))
  })

  test('a held box stays in the hand while the form moves under it', () => {
    hold(7, [1, 2, 3])
    live.form = {
      snapshots: [still(1), still(2)],
      expectedSnapshots: 2,
      complete: true,
      startPositions: null,
      progress: 0,
      running: true,
      duration: REPLAY_DURATION_S,
    }
    run(4, (dt) => {
      stepEmbeddingAnimation(live, dt)
      stepGrabbedBoxes(live, dt)
      expect(apart(place(7), [1, 2, 3])).toBeLessThan(1e-5)
    })
  })

  test('let go, it floats home: ever nearer, half-way within 0.4 s, there within 5 s', () => {
    hold(7, [1, 2, 3])
    stepGrabbedBoxes(live, FRAME)
    releaseBox(live.carries, 7)
    let away = apart(place(7), place(7, live.home))
    const start = away
    run(0.4, (dt) => {
      stepGrabbedBoxes(live, dt)
      const now = apart(place(7), place(7, live.home))
      expect(now).toBeLessThan(away)
      expect(away - now).toBeLessThan(0.2)
      away = now
    })
    expect(away).toBeLessThan(start / 2)
    run(4.6, (dt) => stepGrabbedBoxes(live, dt))
    expect(place(7)).toEqual(place(7, live.home))
  })
})
