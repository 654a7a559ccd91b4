import { beforeEach, expect, test } from 'vitest'
import { easeChunkAppearance } from '../../../scenes/frame/ease-chunk-appearance.ts'
import { HOLLOW_TRUST, heatToTrust, SOLID_TRUST } from '../../../scenes/geometry/trust.ts'
import { createFrameState, type FrameState, setChunks, showTrust } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'

let frameState: FrameState
const trusts = Array.from({ length: 20 }, (_, i) => ({ trust: i / 19 }))
const wait = (seconds: number) => {
  for (let t = 0; t < seconds; t += 1 / 60) easeChunkAppearance(frameState, 1 / 60)
}

beforeEach(() => {
  frameState = createFrameState()
  setChunks(frameState, someChunks(20), 2)
})

test('showTrust sets the trust of every box, increases the generation, and eases in and out', () => {
  const {
    boxes: { generation },
  } = frameState
  showTrust(frameState, true, trusts)
  expect(frameState.boxes.trust).toEqual(Float32Array.from(trusts, ({ trust }) => trust))
  expect(frameState.boxes.generation).toBeGreaterThan(generation)
  expect(frameState.boxes.trustAmount).toBe(0)
  wait(0.1)
  expect(frameState.boxes.trustAmount).toBeGreaterThan(0.1)
  expect(frameState.boxes.trustAmount).toBeLessThan(0.6)
  wait(3)
  expect(frameState.boxes.trustAmount).toBeCloseTo(1, 2)
  showTrust(frameState, false, trusts)
  wait(3)
  expect(frameState.boxes.trustAmount).toBeCloseTo(0, 2)
})

test('showTrust shows nothing without trust for every box', () => {
  showTrust(frameState, true, [])
  expect(frameState.boxes.trustShown).toBe(false)
  showTrust(frameState, true, trusts)
  wait(1)
  setChunks(frameState, someChunks(30), 2)
  expect([frameState.boxes.trustShown, frameState.boxes.trustAmount]).toEqual([false, 0])
  expect(frameState.boxes.trust).toEqual(new Float32Array(30).fill(1))
})

test('showTrust leaves `played` unchanged', () => {
  showTrust(frameState, true, trusts)
  wait(2)
  expect(Math.max(...frameState.boxes.played)).toBe(0)
})

test('heatToTrust: untouched is hollow, touched most is solid', () => {
  expect([0, 0.5, 1].map(heatToTrust)).toEqual([HOLLOW_TRUST, (HOLLOW_TRUST + SOLID_TRUST) / 2, SOLID_TRUST])
})
