import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDirectionGlide } from '../../../audio/playback/direction-glide.ts'

const RATE_HZ = 48_000
const BLOCK = 128
function open() {
  const heard = new Float64Array(4)
  return { heard, ...createDirectionGlide(RATE_HZ, BLOCK, heard) }
}
const toBlocks = (seconds: number) => Math.round((seconds * RATE_HZ) / BLOCK)
type Direction = readonly [x: number, y: number, z: number]
const read = ({ heard }: { heard: Float64Array }): Direction => [heard[0]!, heard[1]!, heard[2]!]
const toAngle = (a: Direction, glide: { heard: Float64Array }) => {
  const b = read(glide)
  return (Math.acos(Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])) * 180) / Math.PI
}

test('a sound begins where it is, as loud as a PannerNode makes it', () => {
  const glide = open()
  glide.jump(3, 0, -4)
  expect(read(glide)).toEqual([0.6, 0, -0.8])
  expect(glide.heard[3]).toBeCloseTo(1.5 / (1.5 + 0.7 * 3.5), 10)
  glide.jump(0.1, 0, 0)
  expect(glide.heard[3]).toBe(1)
})

test('it follows smoothly, is there after a fifth of a second, and then rests', () => {
  const glide = open()
  glide.jump(0, 0, -1)
  let before: Direction = [0, 0, -1]
  let fastest = 0
  for (let block = 0; block < toBlocks(0.2); block++) {
    glide.step(1, 0, 0)
    fastest = Math.max(fastest, toAngle(before, glide))
    before = read(glide)
  }
  expect(fastest).toBeLessThan(10)
  expect(toAngle([1, 0, 0], glide)).toBeLessThan(0.5)
  for (let block = 0; block < toBlocks(0.3); block++) glide.step(1, 0, 0)
  expect(read(glide)).toEqual([1, 0, 0])
})

test('a step of the picture every 11 ms becomes an even motion', () => {
  const glide = open()
  glide.jump(0, 0, -1)
  const speeds: number[] = []
  let before: Direction = [0, 0, -1]
  for (let block = 0; block < toBlocks(1); block++) {
    const frame = Math.floor((block * BLOCK * 90) / RATE_HZ)
    const angle = ((frame / 90) * 90 * Math.PI) / 180
    glide.step(Math.sin(angle), 0, -Math.cos(angle))
    speeds.push((toAngle(before, glide) * RATE_HZ) / BLOCK)
    before = read(glide)
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
        const before = read(glide)
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
  expect(read(glide)).toEqual([0, 1, 0])
})
