import type { SceneContext } from '../state/scene-context.ts'
import { createBoxesView } from '../view/boxes-view.ts'
import { CastLightUniforms } from '../view/cast-light-uniforms.ts'
import { ChunkLabel } from '../view/chunk-label.ts'
import { ChunkTexture } from '../view/chunk-texture.ts'
import { Environment } from '../view/environment.ts'
import { createFloorMirror } from '../view/floor-mirror.ts'
import { createGlow } from '../view/glow.ts'
import { LowHorizon } from '../view/low-horizon.ts'
import { Ribbon } from '../view/ribbon.ts'
import { SpectrumTextures } from '../view/spectrum-textures.ts'
import { Trails } from '../view/trails.ts'
import { Vignette } from '../view/vignette.ts'
import type { XRViews } from './create-xr-views.ts'

/** Creates everything that is drawn on a screen; views do not know each other. */
export function createViews(context: SceneContext) {
  const { frameState, services } = context
  const chunkTexture = new ChunkTexture(frameState)
  const spectrum = new SpectrumTextures(frameState)
  const castLights = new CastLightUniforms(frameState)
  const ribbon = new Ribbon(chunkTexture)
  const disposable = {
    chunkTexture,
    spectrum,
    environment: new Environment(frameState, spectrum, castLights),
    boxes: createBoxesView(frameState, chunkTexture, spectrum, castLights),
    mirror: createFloorMirror(frameState, chunkTexture),
    glow: createGlow(frameState, chunkTexture),
    ribbon,
    lowHorizon: new LowHorizon(frameState, chunkTexture, spectrum),
    chunkLabel: new ChunkLabel(frameState, services),
    vignette: new Vignette(frameState),
  }
  return {
    ...disposable,
    castLights,
    trails: new Trails(frameState, ribbon),
    /** Set while the part of the scene for headsets is mounted. */
    xr: { current: null as XRViews | null },
    dispose: () => {
      for (const view of Object.values(disposable)) view.dispose()
    },
  }
}

export type SceneViews = ReturnType<typeof createViews>
