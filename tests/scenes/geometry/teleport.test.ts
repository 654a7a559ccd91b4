import { describe, expect, test } from 'vitest'
import { computeFlightTime, findTeleportLanding } from '../../../scenes/geometry/teleport.ts'

const aim = (height: number, pitch: number) => {
  const out: [number, number, number] = [0, 0, 0]
  const canLand = findTeleportLanding(1, height, 2, 0, Math.sin(pitch), -Math.cos(pitch), out)
  return { canLand, out }
}

describe('findTeleportLanding', () => {
  test('finds a point on the floor, straight ahead of the hand', () => {
    for (const pitch of [-1.4, -0.5, 0, 0.3]) {
      const { canLand, out } = aim(1.2, pitch)
      expect(canLand).toBe(true)
      expect(out[0]).toBe(1)
      expect(out[1]).toBe(0)
      expect(out[2]).toBeLessThan(2)
    }
  })

  test('horizontally from 1.2 m flies √(2h/g) seconds at 7 m/s', () => {
    expect(computeFlightTime(1.2, 0)).toBeCloseTo(Math.sqrt((2 * 1.2) / 9.81), 9)
    expect(2 - aim(1.2, 0).out[2]).toBeCloseTo(7 * Math.sqrt((2 * 1.2) / 9.81), 9)
  })

  test('reaches farther at a higher pitch, and ends at the feet straight down', () => {
    const reach = [-1.5, -1, -0.5, 0, 0.5].map((pitch) => 2 - aim(1.2, pitch).out[2])
    expect(reach).toEqual([...reach].sort((a, b) => a - b))
    expect(reach[0]).toBeLessThan(0.2)
  })

  test('cannot land farther than 9 m away, nor from below the floor', () => {
    expect(aim(12, 0).canLand).toBe(false)
    expect(aim(-0.1, 0).canLand).toBe(false)
  })
})
