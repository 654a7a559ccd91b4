import { describe, expect, test } from 'vitest'
import {
  ATLAS_BANDS,
  ATLAS_STEP,
  ATLAS_WIDTH,
  createSpectrumAtlas,
  drawOnsets,
  extendSpectrumAtlas,
  type SpectrumAtlas,
} from '../../../scenes/geometry/spectrum-atlas.ts'

const BANDS = 128

/** Each frame has its own level in band 2, frame by frame. */
const createImage = (frames: number) => {
  const pixels = new Uint8Array(frames * BANDS)
  for (let frame = 0; frame < frames; frame++) pixels[frame * BANDS + 2] = frame % 251
  return { frames, bands: BANDS, pixels }
}

/** The level at texel `x` of `layer`, in the band that bands 2 and 3 of the analysis became. */
const readTexel = ({ texels }: SpectrumAtlas, layer: number, x: number) =>
  texels[(layer * ATLAS_BANDS + 1) * ATLAS_WIDTH + x]

describe('the spectrogram as pictures', () => {
  test('has every frame in the layer and column that shaders compute, whatever the steps it is built in', () => {
    const frames = 2500
    const atlas = createSpectrumAtlas(createImage(frames))
    while (atlas.builtFrames < frames) extendSpectrumAtlas(atlas, 700)
    expect(atlas.framesPerTexel).toBe(1)
    expect(atlas.layers).toBe(3)
    for (const frame of [0, 1, ATLAS_STEP - 1, ATLAS_STEP, 2 * ATLAS_STEP + 5, frames - 1])
      expect(readTexel(atlas, Math.floor(frame / ATLAS_STEP), frame % ATLAS_STEP)).toBe(frame % 251)
  })

  test('lets neighboring layers share a texel, so that no seam is seen between them', () => {
    const atlas = createSpectrumAtlas(createImage(2500))
    extendSpectrumAtlas(atlas, 2500)
    for (const layer of [0, 1]) expect(readTexel(atlas, layer, ATLAS_STEP)).toBe(readTexel(atlas, layer + 1, 0))
  })

  test('takes at most 8 MB and a half for a song of 90 minutes', () => {
    const { texels, horizon, framesPerTexel } = createSpectrumAtlas({
      frames: 232_500,
      bands: BANDS,
      pixels: new Uint8Array(0),
    })
    expect(framesPerTexel).toBe(2)
    expect(texels.length + horizon.length).toBeLessThanOrEqual(8.5 * 1024 * 1024)
  })

  test('marks the columns around the place in which chunks begin', () => {
    const atlas = createSpectrumAtlas(createImage(1000))
    drawOnsets(atlas, [0, 5, 10])
    const marked = Array.from({ length: 1000 }, (_, column) => column).filter((column) => atlas.horizon[column * 2 + 1])
    expect(marked).toEqual([0, 500])
  })
})
