import { Color, SRGBColorSpace } from 'three'
import { describe, expect, test } from 'vitest'
import { linearToHex, linearToSrgb, linearToSrgbByte } from '../../../scenes/geometry/srgb.ts'

describe('sRGB', () => {
  test('encodes linear channels as three.js does', () => {
    for (const linear of [0, 0.001, 0.0031308, 0.0032, 0.18, 0.5, 1]) {
      const { r } = new Color().setRGB(linear, 0, 0).getRGB({ r: 0, g: 0, b: 0 }, SRGBColorSpace)
      expect(linearToSrgb(linear)).toBeCloseTo(r, 4)
    }
  })

  test('rounds to bytes', () => {
    expect([0, 0.0031308, 0.2140411, 1].map(linearToSrgbByte)).toEqual([0, 10, 127, 255])
  })

  test('writes two hexadecimal digits per channel', () => {
    expect(linearToHex([0, 0.0031308, 1])).toBe('#000aff')
  })
})
