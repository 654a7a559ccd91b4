import { describe, expect, test } from 'vitest'
import { computeFlightTime, findTeleportLanding } from '../../../scenes/geometry/teleport.ts'

const aim = (height: number, pitch: number) => {
  const out: [number, number, number] = [0, 0, 0]
  const lands = findTeleportLanding(1, height, 2, 0, Math.sin(pitch), -Math.cos(pitch), out)
  return { lands, out }
}

describe('teleportLanding', () => {
  test('lies on the floor, straight ahead of the hand', () => {
    for (const pitch of [-1.4, -0.5, 0, 0.3]) {
      const { lands, out } = aim(1.2, pitch)
      expect(lands).toBe(true)
      expect(out[0]).toBe(1)
      expect(out[1]).toBe(0)
      expect(out[2]).toBeLessThan(2)
    }
  })

  test('level, from 1.2 m, light flies √(2h/g) seconds at 7 m/s', () => {
    expect(computeFlightTime(1.2, 0)).toBeCloseTo(Math.sqrt((2 * 1.2) / 9.81), 9)
    expect(2 - aim(1.2, 0).out[2]).toBeCloseTo(7 * Math.sqrt((2 * 1.2) / 9.81), 9)
  })

  test('reaches farther the higher it is aimed, straight down ends at the feet', () => {
    const reach = [-1.5, -1, -0.5, 0, 0.5].map((pitch) => 2 - aim(1.2, pitch).out[2])
    expect(reach).toEqual([...reach].sort((a, b) => a - b))
    expect(reach[0]).toBeLessThan(0.2)
  })

  test('there is none farther than 9 m, nor from below the floor', () => {
    expect(aim(12, 0).lands).toBe(false)
    expect(aim(-0.1, 0).lands).toBe(false)
  })
})
