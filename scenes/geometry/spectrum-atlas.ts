import type { SpectrogramImage } from '../../audio/analysis/analysis-types.ts'

/** Texels of a layer along the time; neighbors share one, so that values between two layers can be interpolated. */
export const ATLAS_WIDTH = 1024
export const ATLAS_STEP = ATLAS_WIDTH - 1
/** Mel bands of a texel column: each is the louder of two of the analysis. */
export const ATLAS_BANDS = 64
/** 8 MB; longer songs (50 min) get several frames a texel. */
const MAX_LAYERS = 128
const HORIZON_WIDTH = 4096
const HORIZON_CHANNELS = 2

/** The spectrogram of a song as two pictures: `texels` for the faces of boxes, `horizon` for once around the place. */
export type SpectrumAtlas = {
  readonly image: SpectrogramImage
  readonly framesPerTexel: number
  readonly layers: number
  /** Layers × bands × width: levels as in the image, low bands first. */
  readonly texels: Uint8Array<ArrayBuffer>
  readonly horizonWidth: number
  /** Bands × width × 2: level, and how strongly a chunk begins in that column. */
  readonly horizon: Uint8Array<ArrayBuffer>
  /** Frames of the image that both pictures have. */
  builtFrames: number
}

export function createSpectrumAtlas(image: SpectrogramImage): SpectrumAtlas {
  const frames = Math.max(1, image.frames)
  const framesPerTexel = Math.ceil(frames / (MAX_LAYERS * ATLAS_STEP))
  const layers = Math.max(1, Math.ceil(Math.ceil(frames / framesPerTexel) / ATLAS_STEP))
  const horizonWidth = Math.min(HORIZON_WIDTH, frames)
  return {
    image,
    framesPerTexel,
    layers,
    texels: new Uint8Array(layers * ATLAS_BANDS * ATLAS_WIDTH),
    horizonWidth,
    horizon: new Uint8Array(horizonWidth * ATLAS_BANDS * HORIZON_CHANNELS),
    builtFrames: 0,
  }
}

/** Builds the next frames of both pictures; where several frames fall on one texel, the loudest counts. */
export function extendSpectrumAtlas(atlas: SpectrumAtlas, frameCount: number): void {
  const { image, framesPerTexel, layers, texels, horizon, horizonWidth } = atlas
  const { frames, bands, pixels } = image
  const bandStep = bands / ATLAS_BANDS
  const until = Math.min(frames, atlas.builtFrames + frameCount)
  for (let frame = atlas.builtFrames; frame < until; frame++) {
    const texel = Math.floor(frame / framesPerTexel)
    const layer = Math.min(layers - 1, Math.floor(texel / ATLAS_STEP))
    const x = texel - layer * ATLAS_STEP
    const column = Math.floor((frame * horizonWidth) / frames)
    for (let band = 0; band < ATLAS_BANDS; band++) {
      let level = 0
      for (let source = band * bandStep; source < (band + 1) * bandStep; source++)
        level = Math.max(level, pixels[frame * bands + source]!)
      const at = (layer * ATLAS_BANDS + band) * ATLAS_WIDTH + x
      if (level > texels[at]!) texels[at] = level
      // The first texel of a layer is the last of the one before.
      if (x === 0 && layer > 0) texels[at - ATLAS_BANDS * ATLAS_WIDTH + ATLAS_STEP] = texels[at]!
      const around = (band * horizonWidth + column) * HORIZON_CHANNELS
      if (level > horizon[around]!) horizon[around] = level
    }
  }
  atlas.builtFrames = until
}

/** Lines beyond this many would join to a haze: each gets fainter. */
const FULL_ONSET_LINES = 350

/**
 * Draws where chunks begin into the horizon.
 * @param boundaries where each chunk begins, and the end of the song
 */
export function drawOnsets({ horizon, horizonWidth }: SpectrumAtlas, boundaries: ArrayLike<number>): void {
  const count = boundaries.length - 1
  const duration = boundaries[count] ?? 0
  for (let at = 1; at < horizon.length; at += HORIZON_CHANNELS) horizon[at] = 0
  if (count < 1 || duration <= 0) return
  const strength = Math.min(255, Math.round((255 * FULL_ONSET_LINES) / count))
  for (let chunk = 0; chunk < count; chunk++) {
    const column = Math.min(horizonWidth - 1, Math.floor((boundaries[chunk]! / duration) * horizonWidth))
    for (let band = 0; band < ATLAS_BANDS; band++)
      horizon[(band * horizonWidth + column) * HORIZON_CHANNELS + 1] = strength
  }
}
