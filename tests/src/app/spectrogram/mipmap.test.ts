import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SpectrogramImage } from '../../../../audio/analysis/analysis-types.ts'
import { createMipmap, extendMipmap, readColumn } from '../../../../src/app/spectrogram/mipmap.ts'

const bands = 3
/** A picture with a byte for every frame and band, the same every time. */
const picture = (frames: number): SpectrogramImage => ({
  frames,
  bands,
  pixels: Uint8Array.from({ length: frames * bands }, (_, i) => ((i * 2654435761) >>> 7) % 256),
})
function complete(image: SpectrogramImage) {
  const pyramid = createMipmap(image)
  while (pyramid.builtFrames < pyramid.frames) extendMipmap(pyramid)
  return pyramid
}
const read = (pyramid: ReturnType<typeof createMipmap>, from: number, to: number) => {
  const out = new Uint8Array(bands)
  readColumn(pyramid, from, to, out)
  return [...out]
}
const loudest = ({ pixels }: SpectrogramImage, from: number, to: number) =>
  Array.from({ length: bands }, (_, b) => {
    let most = 0
    for (let t = from; t < to; t++) most = Math.max(most, pixels[t * bands + b] as number)
    return most
  })

describe('spectrum mipmap', () => {
  test('each level holds the maximum of the rows below', () => {
    const image = picture(5003)
    const { levels } = complete(image)
    expect(levels.length).toBeGreaterThan(2)
    levels.forEach((level, k) => {
      const fold = 4 ** k
      expect(level.length).toBe(Math.ceil(5003 / fold) * bands)
      for (const row of [0, 7, level.length / bands - 1])
        expect([...level.subarray(row * bands, (row + 1) * bands)]).toEqual(
          loudest(image, row * fold, Math.min(5003, (row + 1) * fold)),
        )
    })
  })

  test('a column is at least its own maximum and at most that of half a column more on either side', () => {
    const image = picture(5003)
    const pyramid = complete(image)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5001 }), fc.integer({ min: 2, max: 5003 }), (from, length) => {
        const to = Math.min(5003, from + length)
        if (to - from < 2) return
        const column = read(pyramid, from, to)
        const least = loudest(image, from, to)
        const slack = (to - from) / 2
        const most = loudest(image, Math.max(0, Math.ceil(from - slack)), Math.min(5003, Math.floor(to + slack)))
        for (let b = 0; b < bands; b++) {
          expect(column[b]).toBeGreaterThanOrEqual(least[b] as number)
          expect(column[b]).toBeLessThanOrEqual(most[b] as number)
        }
      }),
    )
  })

  test('narrow columns are exact', () => {
    const image = picture(600)
    expect(read(complete(image), 41, 44)).toEqual(loudest(image, 41, 44))
  })

  test('columns narrower than a frame are interpolated', () => {
    const pyramid = createMipmap({ frames: 2, bands, pixels: Uint8Array.of(0, 100, 200, 200, 100, 0) })
    expect(read(pyramid, 0.2, 0.3)).toEqual([50, 100, 150])
    expect(read(pyramid, 0, 0)).toEqual([0, 100, 200])
    expect(read(pyramid, 1.4, 1.6)).toEqual([200, 100, 0])
  })

  test('is built from the start; unbuilt parts are zero', () => {
    const image = picture(9000)
    const pyramid = createMipmap(image)
    expect(read(pyramid, 0, 40)).toEqual([0, 0, 0])
    extendMipmap(pyramid)
    expect(pyramid.builtFrames).toBeLessThan(9000)
    expect(read(pyramid, 0, 40)).toEqual(read(complete(image), 0, 40))
    expect(read(pyramid, pyramid.builtFrames + 1, pyramid.builtFrames + 50)).toEqual([0, 0, 0])
  })

  test('an empty spectrum and columns outside the song are zero', () => {
    expect(read(complete(picture(0)), 0, 10)).toEqual([0, 0, 0])
    expect(read(complete(picture(50)), -9, -5)).toEqual([0, 0, 0])
  })
})
