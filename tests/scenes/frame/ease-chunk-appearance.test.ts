import { beforeEach, describe, expect, test } from 'vitest'
import { easeChunkAppearance } from '../../../scenes/frame/ease-chunk-appearance.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'

const CHUNK_COUNT = 40
const FRAME_S = 1 / 60
let frameState: FrameState

beforeEach(() => {
  frameState = createFrameState()
  setChunks(frameState, someChunks(CHUNK_COUNT), 2)
})

const run = (seconds: number) => {
  for (let t = 0; t < seconds; t += FRAME_S) easeChunkAppearance(frameState, FRAME_S)
}

describe('easeChunkAppearance', () => {
  test('lights a sounding box within 50 ms, and darkens it within a second', () => {
    const { glow, sounding } = frameState.boxes
    sounding[3] = 1
    run(0.05)
    expect(glow[3]).toBeGreaterThan(0.8)
    expect(glow[4]).toBe(0)
    sounding[3] = 0
    run(1)
    expect(glow[3]).toBeLessThan(0.05)
  })

  test.each([
    { reducedMotion: true, title: 'with reduced motion eight short chunks per second glow dimly', maxGlow: 0.75 },
    { reducedMotion: false, title: 'without reduced motion they light up fully', maxGlow: 1 },
  ])('$title', ({ reducedMotion, maxGlow }) => {
    const { glow, sounding } = frameState.boxes
    frameState.viewer.reducedMotion = reducedMotion
    let brightest = 0
    for (let t = 0; t < 2; t += FRAME_S) {
      sounding.fill(0)
      sounding[Math.floor(t * 8) % 8] = 1
      easeChunkAppearance(frameState, FRAME_S)
      brightest = Math.max(brightest, ...glow)
    }
    expect(brightest).toBeLessThan(maxGlow)
    expect(brightest).toBeGreaterThan(maxGlow - 0.25)
  })

  test('marks the chunks before the playhead as played, and unmarks them after a seek back', () => {
    const { boxes, playhead } = frameState
    playhead.chunk = 10
    playhead.time = boxes.boundaries[10]! + 0.001
    run(3)
    expect(boxes.played[9]).toBeGreaterThan(0.95)
    expect(boxes.played[10]).toBe(0)
    playhead.chunk = 0
    playhead.time = 0
    run(3)
    expect(boxes.played[9]).toBeLessThan(0.05)
  })

  test('marks the last chunk as played at the end of the song', () => {
    const { boxes, playhead } = frameState
    playhead.chunk = CHUNK_COUNT - 1
    playhead.time = boxes.boundaries[CHUNK_COUNT]!
    run(3)
    expect(boxes.played[CHUNK_COUNT - 1]).toBeGreaterThan(0.95)
  })
})
