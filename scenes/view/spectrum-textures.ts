import {
  ClampToEdgeWrapping,
  DataArrayTexture,
  DataTexture,
  LinearFilter,
  LinearMipmapLinearFilter,
  RedFormat,
  RepeatWrapping,
  RGBAFormat,
  RGFormat,
  type Texture,
} from 'three'
import type { SpectrogramImage } from '../../audio/analysis/analysis-types.ts'
import { ANALYSIS_RATE_HZ, HOP_LENGTH } from '../../audio/analysis/mel-spectrogram.ts'
import type { Seconds } from '../../audio/units.ts'
import { getPaletteColor, type Palette } from '../geometry/palette.ts'
import {
  ATLAS_BANDS,
  createSpectrumAtlas,
  drawOnsets,
  extendSpectrumAtlas,
  type SpectrumAtlas,
} from '../geometry/spectrum-atlas.ts'
import type { FrameState } from '../state/frame-state.ts'

/** Frames of the spectrogram that are copied between two pictures: 2 ms. */
const FRAMES_PER_STEP = 4000
const RAMP_WIDTH = 256
/** The pictures come up within a second. */
const APPEAR_RATE_PER_S = 3
/** Palettes that grow light would outshine the boxes before them. */
const HORIZON_STRENGTH: Record<Palette, number> = { rainbow: 1, safe: 0.5, grey: 0.4 }

function smooth<T extends Texture>(texture: T): T {
  texture.magFilter = LinearFilter
  texture.minFilter = LinearMipmapLinearFilter
  texture.generateMipmaps = true
  texture.needsUpdate = true
  return texture
}

const createAtlasTexture = (texels: Uint8Array<ArrayBuffer>, layers: number) => {
  const texture = new DataArrayTexture(texels, texels.length / layers / ATLAS_BANDS, ATLAS_BANDS, layers)
  texture.format = RedFormat
  return smooth(texture)
}

const createHorizonTexture = (texels: Uint8Array<ArrayBuffer>) => {
  const texture = new DataTexture(texels, texels.length / ATLAS_BANDS / 2, ATLAS_BANDS, RGFormat)
  texture.wrapS = RepeatWrapping
  texture.wrapT = ClampToEdgeWrapping
  texture.anisotropy = 4
  return smooth(texture)
}

const createRamp = () => {
  const texture = new DataTexture(new Uint8Array(RAMP_WIDTH * 4).fill(255), RAMP_WIDTH, 1, RGBAFormat)
  texture.magFilter = LinearFilter
  texture.minFilter = LinearFilter
  return texture
}

/** The song's spectrogram for all materials: in the faces of its boxes, and around the place. */
export class SpectrumTextures {
  readonly uniforms = {
    spectrum: { value: createAtlasTexture(new Uint8Array(ATLAS_BANDS), 1) },
    /** Texels of the atlas per second. */
    spectrumRate: { value: 1 },
    /** 0-1: the pictures come up once they are there. */
    spectrumShown: { value: 0 },
    horizon: { value: createHorizonTexture(new Uint8Array(ATLAS_BANDS * 2)) },
    horizonStrength: { value: 0 },
    /** Song's meters up to which boxes show their pictures. */
    engravingReach: { value: 8 },
    /** Factor of the texels that a pixel of the horizon covers. */
    horizonBlur: { value: 1 },
    /** Color of the song by time, linear. */
    ramp: { value: createRamp() },
    /** x: the playhead, y: a second, as shares of the song. */
    turn: { value: new Float32Array(2) },
  }
  private atlas: SpectrumAtlas | null = null
  private image: SpectrogramImage | null = null
  private generation = -1

  constructor(private readonly frameState: FrameState) {}

  update(image: SpectrogramImage | null, dt: Seconds): void {
    const { uniforms, frameState } = this
    const { boxes, playhead, preferences } = frameState
    if (image !== this.image) this.replaceImage(image)
    if (boxes.generation !== this.generation) this.replaceBoxes()
    const { atlas } = this
    if (atlas && atlas.builtFrames < atlas.image.frames) {
      extendSpectrumAtlas(atlas, FRAMES_PER_STEP)
      if (atlas.builtFrames === atlas.image.frames) this.upload(atlas)
    }
    const isReady = atlas !== null && atlas.builtFrames === atlas.image.frames
    const ease = 1 - Math.exp(-dt * APPEAR_RATE_PER_S)
    uniforms.spectrumShown.value += ((isReady ? 1 : 0) - uniforms.spectrumShown.value) * ease
    uniforms.horizonStrength.value = uniforms.spectrumShown.value * HORIZON_STRENGTH[preferences.palette]
    const duration = boxes.boundaries[boxes.count] ?? 0
    uniforms.turn.value[0] = duration > 0 ? playhead.time / duration : 0
    uniforms.turn.value[1] = duration > 0 ? 1 / duration : 1
  }

  private replaceImage(image: SpectrogramImage | null): void {
    this.image = image
    this.atlas = image && image.frames > 0 ? createSpectrumAtlas(image) : null
    this.uniforms.spectrumShown.value = 0
  }

  private replaceBoxes(): void {
    const { atlas, uniforms, frameState } = this
    this.generation = frameState.boxes.generation
    const colors = uniforms.ramp.value.image.data as Uint8Array
    for (let k = 0; k < RAMP_WIDTH; k++) {
      const color = getPaletteColor(k / (RAMP_WIDTH - 1), frameState.preferences.palette)
      for (let channel = 0; channel < 3; channel++) colors[k * 4 + channel] = Math.round(color[channel]! * 255)
    }
    uniforms.ramp.value.needsUpdate = true
    if (atlas && atlas.builtFrames === atlas.image.frames) this.uploadHorizon(atlas)
  }

  private upload(atlas: SpectrumAtlas): void {
    const { spectrum, spectrumRate } = this.uniforms
    spectrum.value.dispose()
    spectrum.value = createAtlasTexture(atlas.texels, atlas.layers)
    spectrumRate.value = ANALYSIS_RATE_HZ / HOP_LENGTH / atlas.framesPerTexel
    this.uploadHorizon(atlas)
  }

  private uploadHorizon(atlas: SpectrumAtlas): void {
    const { horizon } = this.uniforms
    drawOnsets(atlas, this.frameState.boxes.boundaries)
    horizon.value.dispose()
    horizon.value = createHorizonTexture(atlas.horizon)
  }

  dispose(): void {
    const { spectrum, horizon, ramp } = this.uniforms
    for (const { value } of [spectrum, horizon, ramp]) value.dispose()
  }
}
