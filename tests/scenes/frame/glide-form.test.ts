import { expect, test } from 'vitest'
import { glideForm } from '../../../scenes/frame/glide-form.ts'
import { stepEmbeddingAnimation } from '../../../scenes/frame/step-embedding-animation.ts'
import { createFrameState, setChunks, setWalkingFloor, updatePath } from '../../../scenes/state/frame-state.ts'
import { squareOf } from '../locomotion/simulated-walker.ts'
import { someChunks } from '../sample-chunks.ts'

const FRAME = 1 / 60

/** A settled form around the spiral. */
function createState() {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(200), 2)
  const form = Float32Array.from({ length: 600 }, (_, i) => Math.sin(i * 7.3))
  Object.assign(frameState.boxes.embedding, { snapshots: [form], complete: true, progress: 1 })
  const step = () => {
    glideForm(frameState, FRAME)
    stepEmbeddingAnimation(frameState, FRAME)
  }
  step()
  return { frameState, step, home: () => frameState.boxes.home.slice() }
}
const maxDistance = (a: Float32Array, b: Float32Array) => Math.max(...a.map((value, k) => Math.abs(value - b[k]!)))

test('another layout moves the form little by little, and as far as without gliding', () => {
  const { frameState, step, home } = createState()
  const before = home()
  updatePath(frameState, 'line')
  let last = before
  let largestStep = 0
  for (let frame = 0; frame < 200; frame++) {
    step()
    largestStep = Math.max(largestStep, maxDistance(home(), last))
    last = home()
  }
  const calm = createState()
  calm.frameState.preferences = { ...calm.frameState.preferences, calm: true }
  updatePath(calm.frameState, 'line')
  calm.step()
  expect(maxDistance(last, before)).toBeGreaterThan(1)
  expect(largestStep).toBeLessThan(maxDistance(last, before) / 60)
  expect(maxDistance(last, calm.home())).toBe(0)
})

test('a layout that is taken back turns the form around where it is', () => {
  const { frameState, step, home } = createState()
  const before = home()
  updatePath(frameState, 'line')
  for (let frame = 0; frame < 60; frame++) step()
  const half = home()
  updatePath(frameState, 'spiral')
  step()
  expect(maxDistance(home(), half)).toBeLessThan(0.01)
  for (let frame = 0; frame < 200; frame++) step()
  expect(maxDistance(home(), before)).toBeLessThan(1e-5)
})

test('a real floor and another song have their form at once', () => {
  const { frameState, step } = createState()
  updatePath(frameState, 'line')
  setChunks(frameState, someChunks(100), 2)
  expect(frameState.path.glide.share).toBe(1)
  updatePath(frameState, 'spiral')
  setWalkingFloor(frameState, { corners: squareOf(3), x: 0, z: 0, heading: 0, start: 0 })
  const { heartZ } = frameState.path.curve
  step()
  expect(frameState.path.curve.heartZ).toBe(heartZ)
})
