import { expect, test } from 'vitest'
import { createFrameState } from '../../../scenes/state/frame-state.ts'
import { LightStrokes } from '../../../scenes/view/light-strokes.ts'
import { TurnArc } from '../../../scenes/view/turn-arc.ts'

function createScene(calm = false) {
  const frameState = createFrameState()
  frameState.preferences = { ...frameState.preferences, calm }
  const arc = new TurnArc(frameState)
  const strokes = new LightStrokes(40, { value: 0 })
  /** @returns degrees from the new heading to the end of the arc, to the left; 0 without an arc */
  const draw = (seconds: number) => {
    for (let t = 0; t < seconds - 1e-9; t += 0.01) {
      strokes.clear()
      arc.draw(strokes, 0.01)
      strokes.flush()
    }
    const { geometry } = strokes.mesh
    const last = geometry.instanceCount - 1
    if (last < 0) return 0
    const end = geometry.getAttribute('end')
    return (Math.atan2(-end.getX(last), -end.getZ(last)) * 180) / Math.PI
  }
  return { rig: frameState.viewer.rig, draw }
}

test('a snap turn leaves an arc of its angle, back to the old heading, which closes within a second', () => {
  const { rig, draw } = createScene()
  expect(draw(0.1)).toBe(0)
  rig.yaw += Math.PI / 6
  expect(draw(0.01)).toBeCloseTo(-30, 3)
  const later = draw(0.2)
  expect(later).toBeGreaterThan(-20)
  expect(later).toBeLessThan(-5)
  expect(draw(0.8)).toBe(0)
  rig.yaw -= Math.PI / 6
  expect(draw(0.01)).toBeCloseTo(30, 0)
})

test('calm, the arc does not move while it fades', () => {
  const { rig, draw } = createScene(true)
  rig.yaw += Math.PI / 6
  expect(draw(0.2)).toBeCloseTo(-30, 3)
  expect(draw(0.8)).toBe(0)
})

test('a slow turn and a new place have no arc', () => {
  const { rig, draw } = createScene()
  for (let k = 0; k < 50; k++) {
    rig.yaw += 0.0008
    expect(draw(0.01)).toBe(0)
  }
  rig.yaw += 2
  expect(draw(0.01)).toBe(0)
})
