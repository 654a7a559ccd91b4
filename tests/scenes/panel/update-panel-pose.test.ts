import { describe, expect, test } from 'vitest'
import { type HeadPose, updatePanelPose } from '../../../scenes/panel/update-panel-pose.ts'
import { createPanelPose, type PanelPose } from '../../../scenes/state/panel-state.ts'

const standing: HeadPose = { x: 0, y: 1.6, z: 0, yaw: 0 }
const settle = (beside: PanelPose, head: HeadPose, side: 1 | -1 = 1, still = false) => {
  let nearest = Number.POSITIVE_INFINITY
  for (let frame = 0; frame < 300; frame++) {
    updatePanelPose(beside, head, side, 1 / 60, still)
    nearest = Math.min(nearest, Math.hypot(beside.x - head.x, beside.y - head.y, beside.z - head.z))
  }
  return nearest
}
const placed = () => {
  const beside = createPanelPose()
  updatePanelPose(beside, standing, 1, 1 / 60, false)
  return beside
}
/** Where it stands, seen from a head: radians to the left, meters away over the floor. */
const seenFrom = ({ x, z }: PanelPose, head: HeadPose) => {
  const angle = Math.atan2(-(x - head.x), -(z - head.z)) - head.yaw
  return { angle: Math.atan2(Math.sin(angle), Math.cos(angle)), reach: Math.hypot(x - head.x, z - head.z) }
}

describe('the panel', () => {
  test('stands at once at the left, within reach, below the eyes, and faces them', () => {
    const beside = placed()
    expect(beside.x).toBeLessThan(-0.2)
    expect(beside.z).toBeLessThan(-0.3)
    expect(beside.y).toBeLessThan(1.3)
    expect(Math.hypot(beside.x, beside.y - 1.6, beside.z)).toBeLessThan(0.85)
    // Its normal: z turned by pitch, then by yaw.
    const { yaw, pitch } = beside
    const normal = [Math.sin(yaw) * Math.cos(pitch), -Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch)]
    const toEyes = [-beside.x, 1.6 - beside.y, -beside.z]
    const along = normal.reduce((sum, value, axis) => sum + value * toEyes[axis]!, 0)
    expect(along / Math.hypot(...toEyes)).toBeCloseTo(1, 5)
  })

  test('rests while the head moves a little and looks around', () => {
    const beside = placed()
    const before = { ...beside }
    for (const head of [
      { ...standing, yaw: 1.1 },
      { ...standing, yaw: -1.1 },
      { ...standing, x: 0.25, z: 0.4 },
      { ...standing, y: 1.4 },
    ])
      settle(beside, head)
    expect(beside).toEqual(before)
  })

  test.each([
    ['walked away', { ...standing, x: 2, z: 1 }],
    ['turned around', { ...standing, yaw: Math.PI }],
    ['walked into it', { ...standing, x: -0.36, z: -0.48 }],
    ['sat down', { ...standing, y: 1.1 }],
  ])('comes along once the visitor has %s, never through the face, and rests again', (_, head) => {
    const beside = placed()
    const nearest = settle(beside, head)
    expect(nearest).toBeGreaterThan(0.3)
    const { angle, reach } = seenFrom(beside, head)
    expect(angle).toBeCloseTo(0.64, 1)
    expect(reach).toBeCloseTo(0.62, 1)
    expect(beside.following).toBe(false)
  })

  test('goes over to the other hand', () => {
    const beside = placed()
    settle(beside, standing, -1)
    expect(seenFrom(beside, standing).angle).toBeCloseTo(-0.64, 1)
  })

  test('jumps where nothing is to glide', () => {
    const beside = placed()
    const head = { ...standing, x: 3 }
    updatePanelPose(beside, head, 1, 1 / 60, true)
    expect(seenFrom(beside, head).reach).toBeCloseTo(0.62, 6)
    expect(beside.following).toBe(false)
  })
})
