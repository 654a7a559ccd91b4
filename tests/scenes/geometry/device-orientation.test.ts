import fc from 'fast-check'
import { Euler, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import { computeViewAngles } from '../../../scenes/geometry/device-orientation.ts'

const degrees = (radians: number) => (radians * 180) / Math.PI
const computeDegrees = (...held: [alpha: number, beta: number, gamma: number, screen: number]) => {
  const { yaw, pitch, roll } = computeViewAngles(...held, { yaw: 0, pitch: 0, roll: 0 })
  return { yaw: degrees(yaw), pitch: degrees(pitch), roll: degrees(roll) }
}

describe('a phone', () => {
  test.each<[string, [number, number, number, number], { yaw: number; pitch: number; roll: number }]>([
    ['upright looks ahead', [0, 90, 0, 0], { yaw: 0, pitch: 0, roll: 0 }],
    ['turned to the left looks to the left', [90, 90, 0, 0], { yaw: 90, pitch: 0, roll: 0 }],
    ['leaned back looks up', [0, 120, 0, 0], { yaw: 0, pitch: 30, roll: 0 }],
    ['leaned forward looks down', [0, 50, 0, 0], { yaw: 0, pitch: -40, roll: 0 }],
    ['held across, its top to the left, looks level', [0, 0, -90, 90], { yaw: -90, pitch: 0, roll: 0 }],
    ['held across, its top to the right, looks level', [0, 0, 90, -90], { yaw: 90, pitch: 0, roll: 0 }],
    [
      'rotated about its screen normal without the page rolls the view',
      [0, 90, 0, 90],
      { yaw: 0, pitch: 0, roll: -90 },
    ],
  ])('%s', (_, held, expected) => {
    const angles = computeDegrees(...held)
    for (const angle of ['yaw', 'pitch', 'roll'] as const) expect(angles[angle]).toBeCloseTo(expected[angle], 6)
  })
})

test('the view looks out of the back of the phone in any orientation', () => {
  const angle = (min: number, max: number) => fc.double({ min, max, noNaN: true })
  fc.assert(
    fc.property(
      angle(0, 360),
      angle(-180, 180),
      angle(-90, 90),
      fc.constantFrom(0, 90, 180, -90),
      (a, b, g, screen) => {
        const { yaw, pitch, roll } = computeViewAngles(a, b, g, screen, { yaw: 0, pitch: 0, roll: 0 })
        const looks = new Vector3(0, 0, -1).applyEuler(new Euler(pitch, yaw, roll, 'YXZ'))
        // The specification's rotation matrix, applied to the back's direction (0, 0, -1) in earth axes.
        const [sa, ca, sb, cb, sg, cg] = [a, b, g].flatMap((d) => [
          Math.sin((d * Math.PI) / 180),
          Math.cos((d * Math.PI) / 180),
        ]) as [number, number, number, number, number, number]
        const east = -(ca * sg + cg * sa * sb)
        const north = -(sa * sg - ca * cg * sb)
        const up = -(cb * cg)
        // Straight up or down, Euler angles are exact to half a milliradian only.
        expect(looks.distanceTo(new Vector3(east, up, -north))).toBeLessThan(1e-3)
      },
    ),
  )
})
