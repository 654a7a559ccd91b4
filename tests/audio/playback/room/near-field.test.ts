import { expect, test } from 'vitest'
import { createNearField } from '../../../../audio/playback/room/near-field.ts'

const HEAD_M = 0.0875
const SOUND_SPEED_M_PER_S = 343
const ORDERS = 50

/** Spherical Bessel functions by Miller's downward recurrence, whose squares add up to 1; Neumann's upward. */
function computeBessel(x: number): { j: number[]; y: number[] } {
  const top = Math.ceil(x) + ORDERS + 40
  const j = new Array<number>(top + 2).fill(0)
  j[top] = 1e-30
  for (let m = top - 1; m >= 0; m--) {
    j[m] = ((2 * m + 3) / x) * (j[m + 1] as number) - (j[m + 2] as number)
    if (Math.abs(j[m] as number) > 1e100) for (let k = m; k < j.length; k++) j[k] = (j[k] as number) * 1e-100
  }
  const size = Math.sqrt(j.reduce((sum, value, m) => sum + (2 * m + 1) * value * value, 0))
  const scale = Math.sign(Math.sin(x) * (j[0] as number)) / size
  const y = [-Math.cos(x) / x, -Math.cos(x) / x ** 2 - Math.sin(x) / x]
  for (let m = 1; m < ORDERS; m++) y.push(((2 * m + 1) / x) * (y[m] as number) - (y[m - 1] as number))
  return { j: j.map((value) => value * scale), y }
}

/** Level at a rigid sphere's surface after Duda and Martens (1998), dB; slopes by h'(m) = h(m - 1) - (m + 1) / x · h(m). */
function computeLevel(distance: number, cosine: number, hertz: number): number {
  const k = (2 * Math.PI * hertz) / SOUND_SPEED_M_PER_S
  const [source, surface] = [computeBessel(k * distance), computeBessel(k * HEAD_M)]
  const slope = (values: number[], m: number) => {
    const before = m > 0 ? (values[m - 1] as number) : -(values[1] as number)
    return m > 0 ? before - ((m + 1) / (k * HEAD_M)) * (values[m] as number) : before
  }
  let [re, im] = [0, 0]
  let [p, before] = [1, 0]
  for (let m = 0; m < ORDERS; m++) {
    const [a, b] = [source.j[m] as number, source.y[m] as number]
    const [c, d] = [slope(surface.j, m), slope(surface.y, m)]
    const size = c * c + d * d
    re += ((2 * m + 1) * p * (a * c + b * d)) / size
    im += ((2 * m + 1) * p * (b * c - a * d)) / size
    const next = ((2 * m + 1) * cosine * p - m * before) / (m + 1)
    before = p
    p = next
  }
  return 20 * Math.log10((distance / (k * HEAD_M ** 2)) * Math.hypot(re, im))
}

const nearField = createNearField()
const gains = new Float64Array(2)
/** Level between the ears that nearness adds, of lows and highs. */
function readGrowth(distance: number, cosine: number): [number, number] {
  nearField.read(distance, cosine, gains, 0)
  const [low, high] = gains as unknown as [number, number]
  nearField.read(distance, -cosine, gains, 0)
  return [20 * Math.log10(low / (gains[0] as number)), 20 * Math.log10(high / (gains[1] as number))]
}

test.each([0.15, 0.2, 0.25, 0.5, 0.75])('at %f m the level between the ears grows as at a rigid sphere', (distance) => {
  for (const degrees of [15, 30, 45, 60, 90]) {
    const cosine = Math.sin((degrees * Math.PI) / 180)
    const [low, high] = readGrowth(distance, cosine)
    const expected = (hertz: number) => {
      const between = (at: number) => computeLevel(at, cosine, hertz) - computeLevel(at, -cosine, hertz)
      return between(distance) - between(1.4)
    }
    for (const hertz of [200, 300, 500]) expect(Math.abs(low - expected(hertz))).toBeLessThan(2)
    for (const hertz of [2000, 4000, 6000]) expect(Math.abs(high - expected(hertz))).toBeLessThan(2)
  }
})

test('published figures: a source at the side and 25 cm away gains some 7 dB, one at 1 m half a dB', () => {
  expect(readGrowth(0.25, 1)[0]).toBeGreaterThan(6.5)
  expect(readGrowth(0.25, 1)[0]).toBeLessThan(9)
  expect(readGrowth(1, 1)[0]).toBeCloseTo(0.6, 0)
  expect(readGrowth(0.25, 0)[0]).toBe(0)
})

test('from where the responses were measured on nothing changes, and there is no step on the way', () => {
  expect(readGrowth(1.4, 1)).toEqual([0, 0])
  expect(readGrowth(30, -1)).toEqual([0, 0])
  let before = readGrowth(1.5, 0.9)
  for (let distance = 1.499; distance > 0.1; distance -= 0.001) {
    const now = readGrowth(distance, 0.9)
    expect(Math.abs(now[0] - before[0])).toBeLessThan(0.2)
    before = now
  }
})
