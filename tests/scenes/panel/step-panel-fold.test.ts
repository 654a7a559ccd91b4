import { describe, expect, test } from 'vitest'
import { type GazingHead, stepPanelFold } from '../../../scenes/panel/step-panel-fold.ts'
import { updatePanelPose } from '../../../scenes/panel/update-panel-pose.ts'
import { callPanel, createPanelState, type PanelState } from '../../../scenes/state/panel-state.ts'

const gaze = (yaw: number, pitch = 0): GazingHead => ({
  ...{ x: 0, y: 1.6, z: 0, yaw },
  gazeX: -Math.sin(yaw) * Math.cos(pitch),
  gazeY: Math.sin(pitch),
  gazeZ: -Math.cos(yaw) * Math.cos(pitch),
})
const STEP_S = 0.02
const run = (panel: PanelState, head: GazingHead, seconds: number, before = () => {}) => {
  for (let time = 0; time < seconds; time += STEP_S) {
    before()
    updatePanelPose(panel, head, 1, STEP_S, false)
    stepPanelFold(panel, head, 1, STEP_S, false)
  }
}
const createOpen = () => {
  const panel = createPanelState()
  run(panel, gaze(0), 0.1)
  callPanel(panel, true)
  run(panel, gaze(0), 0.5)
  return panel
}

describe('stepPanelFold', () => {
  test('is folded at first, and unfolds where the visitor looks when it is called', () => {
    const panel = createPanelState()
    run(panel, gaze(0), 1)
    expect(panel).toMatchObject({ called: false, unfolded: 0 })
    callPanel(panel, true)
    run(panel, gaze(2), 0.5)
    expect(panel).toMatchObject({ called: true, unfolded: 1 })
    expect(Math.cos(Math.atan2(-panel.x, -panel.z) - 2)).toBeGreaterThan(0.8)
  })

  test('stays while one looks ahead, at it or aside for a moment; folds after a look away', () => {
    const panel = createOpen()
    run(panel, gaze(0), 5)
    run(panel, gaze(0.42, -0.6), 5)
    run(panel, gaze(-2), 1)
    run(panel, gaze(0), 1)
    run(panel, gaze(-2), 1)
    expect(panel.called).toBe(true)
    run(panel, gaze(-2), 1)
    expect(panel.called).toBe(false)
    expect(panel.unfolded).toBe(0)
  })

  test('stays longer while a hand points at it', () => {
    const panel = createOpen()
    const point = () => {
      panel.pointed = true
    }
    run(panel, gaze(-2), 4, point)
    expect(panel.called).toBe(true)
    run(panel, gaze(-2), 2, point)
    expect(panel.called).toBe(false)
  })

  test('a gaze rests on the mark at the wrist, and at the hip without hands', () => {
    const panel = createPanelState()
    const carry = () => Object.assign(panel.mark, { x: -0.2, y: 1.2, z: -0.4, carried: true })
    run(panel, gaze(0), 0.1, carry)
    expect(panel.looked).toBe(false)
    run(panel, gaze(Math.atan2(0.2, 0.4), Math.atan2(-0.4, Math.hypot(0.2, 0.4))), 0.1, carry)
    expect(panel.looked).toBe(true)
    run(panel, gaze(0), 0.1)
    expect(panel.looked).toBe(false)
    const { x, y, z } = panel.mark
    expect(y).toBeLessThan(1.1)
    run(panel, gaze(Math.atan2(-x, -z), Math.atan2(y - 1.6, Math.hypot(x, z))), 0.1)
    expect(panel.looked).toBe(true)
  })

  test('the hip turns with the body, not with every look', () => {
    const panel = createPanelState()
    run(panel, gaze(0.7), 3)
    expect(panel.hipYaw).toBe(0)
    run(panel, gaze(2), 3)
    expect(panel.hipYaw).toBeGreaterThan(1)
  })
})
