import { describe, expect, test } from 'vitest'
import {
  computeChunkColors,
  computeChunkPips,
  getPaletteColor,
  getRainbowColor,
  type LinearColor,
} from '../../../scenes/geometry/palette.ts'
import { someChunks } from '../sample-chunks.ts'

/** Converts linear sRGB to OKLab (Ottosson 2020), the inverse of the palette's conversion. */
function oklab([r, g, b]: LinearColor): { lightness: number; a: number; b: number; hue: number } {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a,
    b: bb,
    hue: ((Math.atan2(bb, a) * 180) / Math.PI + 360) % 360,
  }
}

const steps = Array.from({ length: 201 }, (_, i) => i / 200)

describe('rainbow', () => {
  test('begins red and ends violet', () => {
    const [r, g, b] = getRainbowColor(0)
    expect(r).toBeGreaterThan(2 * g)
    expect(r).toBeGreaterThan(2 * b)
    const violet = getRainbowColor(1)
    expect(violet[2]).toBeGreaterThan(violet[0])
    expect(violet[0]).toBeGreaterThan(violet[1])
  })

  test('has a growing hue', () => {
    const hues = steps.map((at) => oklab(getRainbowColor(at)).hue)
    for (let i = 1; i < hues.length; i++) expect(hues[i]).toBeGreaterThan(hues[i - 1]!)
  })

  test('has constant OKLab lightness within 0.005', () => {
    const lightness = steps.map((at) => oklab(getRainbowColor(at)).lightness)
    expect(Math.max(...lightness) - Math.min(...lightness)).toBeLessThan(0.005)
  })

  test('stays in the sRGB gamut, also beyond both ends', () => {
    for (const at of [-1, ...steps, 2]) {
      for (const channel of getRainbowColor(at)) {
        expect(channel).toBeGreaterThanOrEqual(0)
        expect(channel).toBeLessThanOrEqual(1)
      }
    }
    expect(getRainbowColor(-1)).toEqual(getRainbowColor(0))
    expect(getRainbowColor(2)).toEqual(getRainbowColor(1))
  })
})

describe('computeChunkColors', () => {
  test('starts exactly red, ends exactly violet, and has hues in time order', () => {
    const colors = computeChunkColors(someChunks(60))
    expect(colors.subarray(0, 3)).toEqual(Float32Array.from(getRainbowColor(0)))
    expect(colors.subarray(177)).toEqual(Float32Array.from(getRainbowColor(1)))
    const hues = Array.from(
      { length: 60 },
      (_, i) => oklab([...colors.subarray(i * 3, i * 3 + 3)] as [number, number, number]).hue,
    )
    expect(hues).toEqual([...hues].sort((a, b) => a - b))
  })

  test('colors one chunk red, and returns nothing for no chunk', () => {
    expect(computeChunkColors(someChunks(1))).toEqual(Float32Array.from(getRainbowColor(0)))
    expect(computeChunkColors([])).toHaveLength(0)
  })
})

/** Simulation of color blindness: Machado, Oliveira & Fernandes (2009), severity 1, on linear sRGB. */
const EYES: Record<string, readonly LinearColor[]> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}
const seenBy = (eyes: readonly LinearColor[], color: LinearColor) =>
  oklab(eyes.map((row) => Math.max(0, row[0] * color[0] + row[1] * color[1] + row[2] * color[2])) as LinearColor)

/** Borders of twelve equal parts of the song. */
const twelfths = Array.from({ length: 13 }, (_, k) => k / 12)

describe.each(Object.entries(EYES))('with %s', (_, eyes) => {
  test.each(['safe', 'grey'] as const)(
    '%s grows lighter all the way, and twelfths of the song differ visibly',
    (palette) => {
      const all = steps.map((at) => seenBy(eyes, getPaletteColor(at, palette)).lightness)
      for (let i = 1; i < all.length; i++) expect(all[i]).toBeGreaterThan(all[i - 1]!)
      const parts = twelfths.map((at) => seenBy(eyes, getPaletteColor(at, palette)))
      for (let k = 1; k < parts.length; k++) {
        const [a, b] = [parts[k - 1], parts[k]] as [ReturnType<typeof oklab>, ReturnType<typeof oklab>]
        // 0.02 in OKLab is about what can just be noticed.
        expect(Math.hypot(a.lightness - b.lightness, a.a - b.a, a.b - b.b)).toBeGreaterThan(0.03)
      }
    },
  )
})

test('with deuteranopia distant parts of the rainbow look alike, those of the safe palette do not', () => {
  const far = twelfths.flatMap((from) => twelfths.filter((to) => to - from > 0.25).map((to) => [from, to] as const))
  const closest = (palette: 'rainbow' | 'safe') =>
    Math.min(
      ...far.map(([from, to]) => {
        const [a, b] = [from, to].map((at) => seenBy(EYES.deuteranopia as LinearColor[], getPaletteColor(at, palette)))
        return a && b ? Math.hypot(a.lightness - b.lightness, a.a - b.a, a.b - b.b) : 0
      }),
    )
  expect(closest('rainbow')).toBeLessThan(0.06)
  expect(closest('safe')).toBeGreaterThan(0.15)
})

test('safe and grey stay in the sRGB gamut, and grey has no chroma', () => {
  for (const palette of ['safe', 'grey'] as const)
    for (const at of [-1, ...steps, 2])
      for (const channel of getPaletteColor(at, palette)) {
        expect(channel).toBeGreaterThanOrEqual(0)
        expect(channel).toBeLessThanOrEqual(1)
      }
  for (const at of steps) {
    const [r, g, b] = getPaletteColor(at, 'grey')
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(0.001)
  }
})

describe('computeChunkPips', () => {
  test('numbers the sixths of the song in time order', () => {
    const pips = [...computeChunkPips(someChunks(60), 'safe')]
    expect(pips).toEqual([...pips].sort())
    expect([...new Set(pips)]).toEqual([1, 2, 3, 4, 5, 6])
    expect(computeChunkPips(someChunks(60), 'grey')).toEqual(computeChunkPips(someChunks(60), 'safe'))
  })

  test('is 0 for the rainbow, 1 for one chunk, and empty without chunks', () => {
    expect([...computeChunkPips(someChunks(3), 'rainbow')]).toEqual([0, 0, 0])
    expect([...computeChunkPips(someChunks(1), 'safe')]).toEqual([1])
    expect(computeChunkPips([], 'safe')).toHaveLength(0)
  })
})
