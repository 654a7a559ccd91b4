import { beforeEach, describe, expect, test } from 'vitest'
import { changeFlightHeight, updateEyeHeight } from '../../../scenes/locomotion/eye-height.ts'
import { createFrameState, type FrameState, setChunks, setWalkingFloor } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'
import { squareOf } from './simulated-walker.ts'

let frameState: FrameState
beforeEach(() => {
  frameState = createFrameState()
  setChunks(frameState, someChunks(20), 2)
})

const setPreferences = (seated: boolean, flying = false) => {
  frameState.preferences = { ...frameState.preferences, seated, flying }
}
const run = (seconds: number) => {
  const heights: number[] = []
  for (let t = 0; t < seconds; t += 1 / 72) {
    updateEyeHeight(frameState, 1 / 72)
    heights.push(frameState.viewer.rig.y)
  }
  return heights
}

describe('updateEyeHeight after a reset', () => {
  test('moves a head to the start, and turns it only if it looks aside', () => {
    frameState.viewer.head.position = [0.2, 1.6, 0.1]
    frameState.viewer.eyeHeight.pendingReset = 'arrive'
    updateEyeHeight(frameState, 0.01)
    expect(frameState.viewer.rig).toMatchObject({ x: -0.2, y: 0, z: -0.1, yaw: 0 })
    Object.assign(frameState.viewer.rig, { x: 0, z: 0 })
    frameState.viewer.head.position = [1, 1.6, -1]
    frameState.viewer.head.forward = [1, 0, 0]
    frameState.viewer.eyeHeight.pendingReset = 'arrive'
    updateEyeHeight(frameState, 0.01)
    expect(frameState.viewer.rig.yaw).toBeCloseTo(Math.PI / 2, 9)
  })

  test('lets the path begin anew under the feet', () => {
    frameState.path.feet = 7
    setWalkingFloor(frameState, { corners: squareOf(2), x: 0, z: 0, heading: 0, start: 7 })
    Object.assign(frameState.viewer.rig, { x: 3, z: 4, yaw: 1 })
    frameState.viewer.head.position = [1, 1.6, -1]
    frameState.viewer.eyeHeight.pendingReset = 'recenter'
    updateEyeHeight(frameState, 0.01)
    expect(frameState.path).toMatchObject({ feet: 0, walkingFloor: null })
    expect(frameState.viewer.rig).toMatchObject({ x: 2, z: 5, yaw: 1 })
  })
})

describe('the eye height', () => {
  test('is the headset’s for a standing visitor, and standing height for one who arrives seated', () => {
    frameState.viewer.eyeHeight.pendingReset = 'arrive'
    frameState.viewer.eyeHeight.headHeight = 1.78
    run(1)
    expect(frameState.viewer.rig.y).toBe(0)
    frameState.viewer.eyeHeight.pendingReset = 'arrive'
    frameState.viewer.eyeHeight.headHeight = 1.15
    updateEyeHeight(frameState, 0.01)
    expect(frameState.viewer.rig.y).toBeCloseTo(0.45, 9)
  })

  test('eases up and down with the `seated` preference', () => {
    frameState.viewer.eyeHeight.headHeight = 1.2
    setPreferences(true)
    const up = run(1)
    for (let i = 1; i < up.length; i++) expect(up[i]! - up[i - 1]!).toBeLessThan(0.0101)
    expect(up.at(-1)).toBeCloseTo(0.4, 9)
    setPreferences(false)
    expect(run(1).at(-1)).toBe(0)
  })

  test('follows a seated visitor who stands up or sits down, but not one who ducks', () => {
    setPreferences(true)
    frameState.viewer.eyeHeight.headHeight = 1.2
    run(1)
    frameState.viewer.eyeHeight.headHeight = 1.05
    expect(run(0.5).at(-1)).toBeCloseTo(0.4, 9)
    frameState.viewer.eyeHeight.headHeight = 1.7
    expect(run(1).at(-1)).toBe(0)
    frameState.viewer.eyeHeight.headHeight = 1.2
    expect(run(3).at(-1)).toBeCloseTo(0.4, 9)
  })

  test('eases while flying, and changes at once with reduced motion', () => {
    changeFlightHeight(frameState, 3)
    frameState.viewer.eyeHeight.headHeight = 1.2
    setPreferences(true, true)
    const heights = run(1)
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(3)
    expect(heights.at(-1)).toBeCloseTo(3.4, 9)
    frameState.viewer.reducedMotion = true
    setPreferences(false, true)
    updateEyeHeight(frameState, 0.01)
    expect(frameState.viewer.rig.y).toBe(3)
  })
})

test('the visitor descends when flying is switched off', () => {
  changeFlightHeight(frameState, 3)
  const heights = run(1)
  for (let i = 1; i < heights.length; i++) expect(heights[i - 1]! - heights[i]!).toBeLessThan(0.03)
  expect(run(1).at(-1)).toBe(0)
})

test('changeFlightHeight stays between 0 and 12 m', () => {
  changeFlightHeight(frameState, -2)
  expect(frameState.viewer.rig.y).toBe(0)
  changeFlightHeight(frameState, 50)
  expect(frameState.viewer.rig.y).toBe(12)
})
