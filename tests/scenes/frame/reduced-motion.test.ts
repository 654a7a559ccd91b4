import { beforeEach, expect, test } from 'vitest'
import { easeChunkAppearance, stepEmbeddingAnimation } from '../../../scenes/frame/step-boxes.ts'
import { createEmbeddingAnimation, REPLAY_DURATION_S } from '../../../scenes/state/embedding-animation.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'

const FRAME = 1 / 60
let frameState: FrameState

beforeEach(() => {
  frameState = createFrameState()
  frameState.viewer.reducedMotion = true
  setChunks(frameState, someChunks(8), 2)
})

test('calm, a song that arrives is there at once; its form shown again on demand still takes its time', () => {
  const stills = [new Float32Array(24).fill(0.5)]
  frameState.boxes.embedding = { ...createEmbeddingAnimation(), snapshots: stills, complete: true, running: true }
  stepEmbeddingAnimation(frameState, FRAME)
  expect(frameState.boxes.embedding).toMatchObject({ progress: 1, running: false })
  frameState.boxes.embedding = {
    ...createEmbeddingAnimation(),
    snapshots: stills,
    complete: true,
    running: true,
    duration: REPLAY_DURATION_S,
  }
  stepEmbeddingAnimation(frameState, FRAME)
  expect(frameState.boxes.embedding.progress).toBeLessThan(0.1)
})

test.each([
  ['calm, eight short chunks a second glow', true, 0.75],
  ['else they light up', false, 1],
])('%s', (_, calm, most) => {
  frameState.viewer.reducedMotion = calm
  let brightest = 0
  for (let t = 0; t < 2; t += FRAME) {
    frameState.boxes.sounding.fill(0)
    frameState.boxes.sounding[Math.floor(t * 8) % 8] = 1
    easeChunkAppearance(frameState, FRAME)
    brightest = Math.max(brightest, ...frameState.boxes.glow)
  }
  expect(brightest).toBeLessThan(most)
  expect(brightest).toBeGreaterThan(most - 0.25)
})
