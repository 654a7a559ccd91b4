import { describe, expect, test } from 'vitest'
import { chunkColors, rainbow } from '../../../scenes/geometry/palette.ts'
import { someChunks } from '../chunks.ts'

/** Linear sRGB to OKLab (Ottosson 2020), the way back of what the palette does. */
function oklab([r, g, b]: readonly [number, number, number]): { lightness: number; hue: number } {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    hue: ((Math.atan2(bb, a) * 180) / Math.PI + 360) % 360,
  }
}

const steps = Array.from({ length: 201 }, (_, i) => i / 200)

describe('rainbow', () => {
  test('begins red and ends violet', () => {
    const [r, g, b] = rainbow(0)
    expect(r).toBeGreaterThan(2 * g)
    expect(r).toBeGreaterThan(2 * b)
    const violet = rainbow(1)
    expect(violet[2]).toBeGreaterThan(violet[0])
    expect(violet[0]).toBeGreaterThan(violet[1])
  })

  test('its hue only ever grows', () => {
    const hues = steps.map((at) => oklab(rainbow(at)).hue)
    for (let i = 1; i < hues.length; i++) expect(hues[i]).toBeGreaterThan(hues[i - 1] as number)
  })

  test('is equally light everywhere: OKLab lightness within 0.005', () => {
    const lightness = steps.map((at) => oklab(rainbow(at)).lightness)
    expect(Math.max(...lightness) - Math.min(...lightness)).toBeLessThan(0.005)
  })

  test('can be shown on any screen, also beyond both ends', () => {
    for (const at of [-1, ...steps, 2]) {
      for (const channel of rainbow(at)) {
        expect(channel).toBeGreaterThanOrEqual(0)
        expect(channel).toBeLessThanOrEqual(1)
      }
    }
    expect(rainbow(-1)).toEqual(rainbow(0))
    expect(rainbow(2)).toEqual(rainbow(1))
  })
})

describe('chunkColors', () => {
  test('the first chunk is exactly red, the last exactly violet, the others in the order of time', () => {
    const colors = chunkColors(someChunks(60))
    expect(colors.subarray(0, 3)).toEqual(Float32Array.from(rainbow(0)))
    expect(colors.subarray(177)).toEqual(Float32Array.from(rainbow(1)))
    const hues = Array.from(
      { length: 60 },
      (_, i) => oklab([...colors.subarray(i * 3, i * 3 + 3)] as [number, number, number]).hue,
    )
    expect(hues).toEqual([...hues].sort((a, b) => a - b))
  })

  test('one chunk is red, none is nothing', () => {
    expect(chunkColors(someChunks(1))).toEqual(Float32Array.from(rainbow(0)))
    expect(chunkColors([])).toHaveLength(0)
  })
})
