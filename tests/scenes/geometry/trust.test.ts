import { beforeEach, expect, test } from 'vitest'
import { easeChunkAppearance } from '../../../scenes/frame/step-boxes.ts'
import { HOLLOW_TRUST, heatToTrust, SOLID_TRUST } from '../../../scenes/geometry/trust.ts'
import { createFrameState, type FrameState, setChunks, showTrust } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'

let live: FrameState
const trusts = Array.from({ length: 20 }, (_, i) => ({ trust: i / 19 }))
const wait = (seconds: number) => {
  for (let t = 0; t < seconds; t += 1 / 60) easeChunkAppearance(live, 1 / 60)
}

beforeEach(() => {
  live = createFrameState()
  setChunks(live, someChunks(20), 2)
})

test('every box gets its own trust, its buffers are made anew, and the look eases in and out', () => {
  const { generation } = live
  showTrust(live, true, trusts)
  expect(live.trust).toEqual(Float32Array.from(trusts, ({ trust }) => trust))
  expect(live.generation).toBeGreaterThan(generation)
  expect(live.trustLook).toBe(0)
  wait(0.1)
  expect(live.trustLook).toBeGreaterThan(0.1)
  expect(live.trustLook).toBeLessThan(0.6)
  wait(3)
  expect(live.trustLook).toBeCloseTo(1, 2)
  showTrust(live, false, trusts)
  wait(3)
  expect(live.trustLook).toBeCloseTo(0, 2)
})

test('what is not known is not shown: new cuts, or no song', () => {
  showTrust(live, true, [])
  expect(live.trustShown).toBe(false)
  showTrust(live, true, trusts)
  wait(1)
  setChunks(live, someChunks(30), 2)
  expect([live.trustShown, live.trustLook]).toEqual([false, 0])
  expect(live.trust).toEqual(new Float32Array(30).fill(1))
})

test('how far the song has come is kept apart from it', () => {
  showTrust(live, true, trusts)
  wait(2)
  expect(Math.max(...live.heard)).toBe(0)
})

test('heat uses the same look: nobody touched it, hollow; touched most, in full color', () => {
  expect([0, 0.5, 1].map(heatToTrust)).toEqual([HOLLOW_TRUST, (HOLLOW_TRUST + SOLID_TRUST) / 2, SOLID_TRUST])
})
