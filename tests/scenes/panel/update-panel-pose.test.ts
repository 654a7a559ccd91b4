import { describe, expect, test } from 'vitest'
import { type HeadPose, updatePanelPose } from '../../../scenes/panel/update-panel-pose.ts'
import { createPanelState, type PanelPose } from '../../../scenes/state/panel-state.ts'

const standing: HeadPose = { x: 0, y: 1.6, z: 0, yaw: 0 }
/** Runs 5 s of frames. @returns the smallest distance to the head, meters */
const settle = (panel: PanelPose, head: HeadPose, side: 1 | -1 = 1) => {
  let nearest = Number.POSITIVE_INFINITY
  for (let frame = 0; frame < 300; frame++) {
    updatePanelPose(panel, head, side, 1 / 60, false)
    nearest = Math.min(nearest, Math.hypot(panel.x - head.x, panel.y - head.y, panel.z - head.z))
  }
  return nearest
}
const createPlacedPanel = () => {
  const panel = createPanelState()
  updatePanelPose(panel, standing, 1, 1 / 60, false)
  return panel
}
/** Position relative to a head: azimuth to the left in radians, horizontal distance in meters. */
const measureFromHead = ({ x, z }: PanelPose, head: HeadPose) => {
  const angle = Math.atan2(-(x - head.x), -(z - head.z)) - head.yaw
  return { azimuth: Math.atan2(Math.sin(angle), Math.cos(angle)), distance: Math.hypot(x - head.x, z - head.z) }
}

describe('updatePanelPose', () => {
  test('places the panel in the first frame at the left, within reach, below the eyes and facing them', () => {
    const panel = createPlacedPanel()
    expect(panel.x).toBeLessThan(-0.2)
    expect(panel.z).toBeLessThan(-0.5)
    expect(panel.y).toBeLessThan(1.3)
    expect(Math.hypot(panel.x, panel.y - 1.6, panel.z)).toBeLessThan(0.85)
    // Its normal: +z rotated by pitch, then by yaw.
    const { yaw, pitch } = panel
    const normal = [Math.sin(yaw) * Math.cos(pitch), -Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch)]
    const toEyes = [-panel.x, 1.6 - panel.y, -panel.z]
    const along = normal.reduce((sum, value, axis) => sum + value * toEyes[axis]!, 0)
    expect(along / Math.hypot(...toEyes)).toBeCloseTo(1, 5)
  })

  test('keeps the panel still while the head moves a little and looks around', () => {
    const panel = createPlacedPanel()
    const before = { ...panel }
    for (const head of [
      { ...standing, yaw: 1.1 },
      { ...standing, yaw: -1.1 },
      { ...standing, yaw: Math.PI },
      { ...standing, x: 0.25, z: 0.4 },
      { ...standing, y: 1.4 },
    ])
      settle(panel, head)
    expect(panel).toEqual(before)
  })

  test.each([
    ['walked away', { ...standing, x: 2, z: 1 }],
    ['walked into it', { ...standing, x: -0.25, z: -0.56 }],
    ['sat down', { ...standing, y: 1.1 }],
  ])('follows once the visitor has %s, keeps 0.3 m from the head, and stops', (_, head) => {
    const panel = createPlacedPanel()
    const nearest = settle(panel, head)
    expect(nearest).toBeGreaterThan(0.3)
    const { azimuth, distance } = measureFromHead(panel, head)
    expect(azimuth).toBeCloseTo(0.42, 1)
    expect(distance).toBeCloseTo(0.62, 1)
    expect(panel.following).toBe(false)
  })

  test('moves the panel to the other side', () => {
    const panel = createPlacedPanel()
    settle(panel, standing, -1)
    expect(measureFromHead(panel, standing).azimuth).toBeCloseTo(-0.42, 1)
  })

  test('jumps with reduced motion', () => {
    const panel = createPlacedPanel()
    const head = { ...standing, x: 3 }
    updatePanelPose(panel, head, 1, 1 / 60, true)
    expect(measureFromHead(panel, head).distance).toBeCloseTo(0.62, 6)
    expect(panel.following).toBe(false)
  })
})
