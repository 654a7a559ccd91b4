import { beforeEach, expect, test } from 'vitest'
import { easeChunkAppearance, stepEmbeddingAnimation } from '../../../scenes/frame/step-boxes.ts'
import { createEmbeddingAnimation, REPLAY_DURATION_S } from '../../../scenes/state/embedding-animation.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'

const FRAME = 1 / 60
let live: FrameState

beforeEach(() => {
  live = createFrameState()
  live.reducedMotion = true
  setChunks(live, someChunks(8), 2)
})

test('calm, a song that arrives is there at once; its form shown again on demand still takes its time', () => {
  const stills = [new Float32Array(24).fill(0.5)]
  live.form = { ...createEmbeddingAnimation(), snapshots: stills, complete: true, running: true }
  stepEmbeddingAnimation(live, FRAME)
  expect(live.form).toMatchObject({ progress: 1, running: false })
  live.form = {
    ...createEmbeddingAnimation(),
    snapshots: stills,
    complete: true,
    running: true,
    duration: REPLAY_DURATION_S,
  }
  stepEmbeddingAnimation(live, FRAME)
  expect(live.form.progress).toBeLessThan(0.1)
})

test.each([
  ['calm, eight short chunks a second glow', true, 0.75],
  ['else they light up', false, 1],
])('%s', (_, calm, most) => {
  live.reducedMotion = calm
  let brightest = 0
  for (let t = 0; t < 2; t += FRAME) {
    live.sounding.fill(0)
    live.sounding[Math.floor(t * 8) % 8] = 1
    easeChunkAppearance(live, FRAME)
    brightest = Math.max(brightest, ...live.glow)
  }
  expect(brightest).toBeLessThan(most)
  expect(brightest).toBeGreaterThan(most - 0.25)
})
