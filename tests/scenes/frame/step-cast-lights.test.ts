import { beforeEach, describe, expect, test } from 'vitest'
import { stepCastLights } from '../../../scenes/frame/step-cast-lights.ts'
import { MAX_CAST_LIGHTS } from '../../../scenes/state/cast-lights.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'

const FRAME_S = 1 / 60
let frameState: FrameState

beforeEach(() => {
  frameState = createFrameState()
  setChunks(frameState, someChunks(40), 2)
})

/** @param perSecond chunks, one after the other @returns the sum of all lights in each frame */
function playChunks(perSecond: number, seconds: number): number[] {
  const sums: number[] = []
  for (let t = 0; t < seconds; t += FRAME_S) {
    frameState.boxes.sounding.fill(0)
    frameState.boxes.sounding[Math.floor(t * perSecond) % 40] = 1
    stepCastLights(frameState, FRAME_S)
    sums.push(frameState.lights.strength.reduce((sum, strength) => sum + strength, 0))
  }
  return sums
}

describe('stepCastLights', () => {
  test('lights what sounds, and lets it fade afterwards', () => {
    frameState.boxes.sounding[7] = 1
    for (let k = 0; k < 60; k++) stepCastLights(frameState, FRAME_S)
    expect(frameState.lights.chunk[0]).toBe(7)
    expect(frameState.lights.strength[0]).toBeGreaterThan(0.95)
    frameState.boxes.sounding[7] = 0
    for (let k = 0; k < 300; k++) stepCastLights(frameState, FRAME_S)
    expect([...frameState.lights.chunk]).toEqual(Array(MAX_CAST_LIGHTS).fill(-1))
  })

  test.each([false, true])('lights the place evenly at eight chunks a second, reduced motion: %s', (reducedMotion) => {
    frameState.viewer.reducedMotion = reducedMotion
    const sums = playChunks(8, 8).slice(240)
    const mean = sums.reduce((sum, value) => sum + value, 0) / sums.length
    for (const sum of sums) expect(Math.abs(sum - mean)).toBeLessThan(0.12 * mean)
  })

  test('never has more lights than voices', () => {
    frameState.boxes.sounding.fill(1)
    for (let k = 0; k < 60; k++) stepCastLights(frameState, FRAME_S)
    const lit = [...frameState.lights.chunk].filter((chunk) => chunk >= 0)
    expect(new Set(lit).size).toBe(MAX_CAST_LIGHTS)
  })
})
