import { beforeEach, describe, expect, test } from 'vitest'
import { stepEmbeddingAnimation } from '../../../scenes/frame/step-embedding-animation.ts'
import { layCloud } from '../../../scenes/geometry/cloud.ts'
import {
  createEmbeddingAnimation,
  type EmbeddingAnimation,
  REPLAY_DURATION_S,
} from '../../../scenes/state/embedding-animation.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { setReaching } from '../../../scenes/state/settling.ts'
import { noise } from '../../wav.ts'
import { someChunks } from '../sample-chunks.ts'

const CHUNK_COUNT = 40
const FRAME_S = 1 / 60
let frameState: FrameState

beforeEach(() => {
  frameState = createFrameState()
  setChunks(frameState, someChunks(CHUNK_COUNT), 2)
})

const createSnapshot = (seed: number) => noise(CHUNK_COUNT * 3, seed)
/** A complete replay at its beginning. */
const createReplay = (...snapshots: Float32Array[]): EmbeddingAnimation => ({
  snapshots,
  expectedSnapshots: snapshots.length,
  complete: true,
  startPositions: null,
  progress: 0,
  running: true,
  duration: REPLAY_DURATION_S,
})
const run = (seconds: number) => {
  for (let t = 0; t < seconds; t += FRAME_S) stepEmbeddingAnimation(frameState, FRAME_S)
}
const getHome = () => frameState.boxes.home
const getPathCenters = () => frameState.path.floorPath.center
const placeSnapshot = (snapshot: Float32Array) =>
  layCloud(
    snapshot,
    frameState.boxes.cloudRadius,
    frameState.boxes.fullEdge,
    frameState.path.curve,
    frameState.boxes.settling.reaches,
  ).positions
/** The boxes hang in the finished form of a snapshot. */
const expectHome = (snapshot: Float32Array) =>
  placeSnapshot(snapshot).forEach((value, j) => {
    expect(getHome()[j]).toBeCloseTo(value, 4)
  })
const distanceAt = (chunk: number, a: Float32Array, b: Float32Array) =>
  Math.hypot(...[0, 1, 2].map((axis) => a[chunk * 3 + axis]! - b[chunk * 3 + axis]!))

describe('stepEmbeddingAnimation', () => {
  test('keeps every box on the path until the first snapshot', () => {
    frameState.boxes.embedding.running = true
    run(1)
    expect(getHome()).toEqual(getPathCenters())
    expect(frameState.boxes.embedding.progress).toBe(0)
  })

  test('moves the boxes from the path to the last snapshot within the duration, and stops', () => {
    frameState.boxes.embedding = createReplay(createSnapshot(1), createSnapshot(2), createSnapshot(3))
    stepEmbeddingAnimation(frameState, 0)
    expect(getHome()).toEqual(getPathCenters())
    run(3)
    expect(frameState.boxes.embedding.progress).toBeGreaterThan(0.3)
    expect(frameState.boxes.embedding.progress).toBeLessThan(0.6)
    run(5)
    expect(frameState.boxes.embedding).toMatchObject({ progress: 1, running: false })
    expectHome(createSnapshot(3))
  })

  test('boxes of a crowd grow smaller as they arrive, bit by bit; all have their full size while the form unfolds again', () => {
    const { boxes } = frameState
    // All within 30 cm.
    const crowd = createSnapshot(1).map((value) => value * 0.08)
    boxes.embedding = createReplay(createSnapshot(2), crowd)
    let largest = 0
    for (let t = 0; t < 8; t += FRAME_S) {
      const before = boxes.edgeLength.slice()
      stepEmbeddingAnimation(frameState, FRAME_S)
      boxes.edgeLength.forEach((edge, i) => {
        largest = Math.max(largest, Math.abs(edge - before[i]!))
      })
    }
    expect(largest).toBeLessThan(0.004)
    const fitted = boxes.edgeLength.filter((edge, i) => edge < boxes.fullEdge[i]! * 0.9)
    expect(fitted.length).toBeGreaterThan(CHUNK_COUNT / 2)
    expect(boxes.size[3]).toBe(boxes.edgeLength[1])
    boxes.embedding = createReplay(createSnapshot(2), crowd)
    run(0.1)
    boxes.edgeLength.forEach((edge, i) => {
      expect(edge / boxes.fullEdge[i]!).toBeGreaterThan(0.99)
    })
  })

  test('never moves a box by more than 25 cm in one frame', () => {
    frameState.boxes.embedding = createReplay(createSnapshot(1), createSnapshot(2), createSnapshot(3))
    stepEmbeddingAnimation(frameState, 0)
    for (let t = 0; t < 8; t += FRAME_S) {
      const before = getHome().slice()
      stepEmbeddingAnimation(frameState, FRAME_S)
      for (let chunk = 0; chunk < CHUNK_COUNT; chunk++) expect(distanceAt(chunk, getHome(), before)).toBeLessThan(0.25)
    }
  })

  test('waits for missing snapshots, and goes on when the song is complete', () => {
    const { embedding } = frameState.boxes
    embedding.running = true
    embedding.expectedSnapshots = 50
    for (let k = 0; k < 6; k++) embedding.snapshots.push(createSnapshot(k))
    run(10)
    expect(embedding.progress).toBeCloseTo(0.1, 6)
    expect(embedding.running).toBe(true)
    embedding.complete = true
    run(8)
    expect(embedding).toMatchObject({ progress: 1, running: false })
  })

  test('recomputes a finished cloud when it is scrubbed back or replaced', () => {
    frameState.boxes.embedding = createReplay(createSnapshot(1), createSnapshot(2))
    Object.assign(frameState.boxes.embedding, { progress: 1, running: false })
    stepEmbeddingAnimation(frameState, FRAME_S)
    const finished = getHome().slice()
    frameState.boxes.embedding.progress = 0
    stepEmbeddingAnimation(frameState, FRAME_S)
    expect(getHome()).toEqual(getPathCenters())
    frameState.boxes.embedding.progress = 1
    stepEmbeddingAnimation(frameState, FRAME_S)
    expect(getHome()).toEqual(finished)
    frameState.boxes.embedding.snapshots = [createSnapshot(3)]
    stepEmbeddingAnimation(frameState, FRAME_S)
    expectHome(createSnapshot(3))
  })

  test('comes to meet a visitor in a headset, and draws back afterwards', () => {
    frameState.boxes.embedding = { ...createReplay(createSnapshot(1)), progress: 1, running: false }
    stepEmbeddingAnimation(frameState, FRAME_S)
    const before = getHome().slice()
    setReaching(frameState, true)
    stepEmbeddingAnimation(frameState, FRAME_S)
    expect(getHome()).not.toEqual(before)
    expectHome(createSnapshot(1))
    setReaching(frameState, false)
    stepEmbeddingAnimation(frameState, FRAME_S)
    expect(getHome()).toEqual(before)
  })

  test('leaves the boxes where they are scrubbed to; early chunks leave the path first', () => {
    frameState.boxes.embedding = createReplay(createSnapshot(1), createSnapshot(2))
    Object.assign(frameState.boxes.embedding, { progress: 1, running: false })
    stepEmbeddingAnimation(frameState, FRAME_S)
    expect(distanceAt(5, getHome(), getPathCenters())).toBeGreaterThan(0.2)
    frameState.boxes.embedding.progress = 0
    run(1)
    expect(getHome()).toEqual(getPathCenters())
    frameState.boxes.embedding.progress = 0.5
    stepEmbeddingAnimation(frameState, FRAME_S)
    expect(distanceAt(0, getHome(), getPathCenters())).toBeGreaterThan(0.1)
    expect(distanceAt(CHUNK_COUNT - 1, getHome(), getPathCenters())).toBeLessThan(0.2)
  })

  test('handles no chunk and one chunk', () => {
    setChunks(frameState, [], 1)
    stepEmbeddingAnimation(frameState, FRAME_S)
    expect(getHome()).toHaveLength(0)
    setChunks(frameState, someChunks(1), 1.3)
    frameState.boxes.embedding = createReplay(new Float32Array(3))
    run(8)
    expect(getHome().every(Number.isFinite)).toBe(true)
    expect(getHome()[1]).toBeGreaterThan(1)
  })

  test('with reduced motion skips the arrival of a song, but not a replay', () => {
    frameState.viewer.reducedMotion = true
    const snapshots = [createSnapshot(1)]
    frameState.boxes.embedding = { ...createEmbeddingAnimation(), snapshots, complete: true, running: true }
    stepEmbeddingAnimation(frameState, FRAME_S)
    expect(frameState.boxes.embedding).toMatchObject({ progress: 1, running: false })
    frameState.boxes.embedding = createReplay(...snapshots)
    stepEmbeddingAnimation(frameState, FRAME_S)
    expect(frameState.boxes.embedding.progress).toBeLessThan(0.1)
  })
})
