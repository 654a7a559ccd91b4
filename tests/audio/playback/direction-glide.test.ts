import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDirectionGlide, type DirectionGlide } from '../../../audio/playback/direction-glide.ts'

const RATE_HZ = 48_000
const BLOCK = 128
const open = () => createDirectionGlide(RATE_HZ, BLOCK)
const toBlocks = (seconds: number) => Math.round((seconds * RATE_HZ) / BLOCK)
const toAngle = (a: readonly [number, number, number], { x, y, z }: DirectionGlide) =>
  (Math.acos(Math.min(1, a[0] * x + a[1] * y + a[2] * z)) * 180) / Math.PI

test('a sound begins where it is, as loud as a PannerNode makes it', () => {
  const glide = open()
  glide.jump(3, 0, -4)
  expect([glide.x, glide.y, glide.z]).toEqual([0.6, 0, -0.8])
  expect(glide.gain).toBeCloseTo(1.5 / (1.5 + 0.7 * 3.5), 10)
  glide.jump(0.1, 0, 0)
  expect(glide.gain).toBe(1)
})

test('it follows smoothly, is there after a fifth of a second, and then rests', () => {
  const glide = open()
  glide.jump(0, 0, -1)
  let before = [0, 0, -1] as const as readonly [number, number, number]
  let fastest = 0
  for (let block = 0; block < toBlocks(0.2); block++) {
    glide.step(1, 0, 0)
    fastest = Math.max(fastest, toAngle(before, glide))
    before = [glide.x, glide.y, glide.z]
  }
  expect(fastest).toBeLessThan(10)
  expect(toAngle([1, 0, 0], glide)).toBeLessThan(0.5)
  for (let block = 0; block < toBlocks(0.3); block++) glide.step(1, 0, 0)
  expect([glide.x, glide.y, glide.z]).toEqual([1, 0, 0])
})

test('a step of the picture every 11 ms becomes an even motion', () => {
  const glide = open()
  glide.jump(0, 0, -1)
  const speeds: number[] = []
  let before: readonly [number, number, number] = [0, 0, -1]
  for (let block = 0; block < toBlocks(1); block++) {
    const frame = Math.floor((block * BLOCK * 90) / RATE_HZ)
    const angle = ((frame / 90) * 90 * Math.PI) / 180
    glide.step(Math.sin(angle), 0, -Math.cos(angle))
    speeds.push((toAngle(before, glide) * RATE_HZ) / BLOCK)
    before = [glide.x, glide.y, glide.z]
  }
  for (const speed of speeds.slice(toBlocks(0.3))) expect(Math.abs(speed - 90)).toBeLessThan(9)
})

test('from any direction it gets to any other, also to the opposite one, without a leap', () => {
  const coordinate = fc.double({ min: -1, max: 1, noNaN: true })
  const direction = fc.tuple(coordinate, coordinate, coordinate).filter((v) => Math.hypot(...v) > 0.1)
  const pair = fc.oneof(
    fc.tuple(direction, direction),
    direction.map((v) => [v, v.map((value) => -value) as [number, number, number]] as [typeof v, typeof v]),
  )
  fc.assert(
    fc.property(pair, ([from, to]) => {
      const glide = open()
      glide.jump(...from)
      let leap = 0
      for (let block = 0; block < toBlocks(1); block++) {
        const before = [glide.x, glide.y, glide.z] as const
        glide.step(...to)
        leap = Math.max(leap, toAngle(before, glide))
      }
      const size = Math.hypot(...to)
      expect(toAngle([to[0] / size, to[1] / size, to[2] / size], glide)).toBeLessThan(0.1)
      expect(leap).toBeLessThan(15)
    }),
  )
})

test('a sound inside the head keeps its last direction', () => {
  const glide = open()
  glide.jump(0, 1, 0)
  for (let block = 0; block < 100; block++) glide.step(0, 0, 0)
  expect([glide.x, glide.y, glide.z]).toEqual([0, 1, 0])
})
