import type { SceneContext } from '../state/scene-context.ts'
import { createBoxesView } from '../view/boxes-view.ts'
import { CaptionPlate } from '../view/caption-plate.ts'
import { ChunkLabel } from '../view/chunk-label.ts'
import { ChunkTexture } from '../view/chunk-texture.ts'
import { Environment } from '../view/environment.ts'
import { Glow } from '../view/glow.ts'
import { createGroundShadow } from '../view/ground-shadow.ts'
import { Ribbon } from '../view/ribbon.ts'
import { Trails } from '../view/trails.ts'
import { Vignette } from '../view/vignette.ts'
import type { XRViews } from './create-xr-views.ts'

/** Creates everything that is drawn on a screen; views do not know each other. */
export function createViews(context: SceneContext) {
  const { store, frameState, services } = context
  const chunkTexture = new ChunkTexture(frameState)
  const ribbon = new Ribbon(chunkTexture)
  const disposable = {
    chunkTexture,
    environment: new Environment(frameState),
    boxes: createBoxesView(frameState, chunkTexture),
    glow: new Glow(frameState, chunkTexture),
    ribbon,
    shadow: createGroundShadow(frameState, chunkTexture),
    chunkLabel: new ChunkLabel(frameState, services),
    captionPlate: new CaptionPlate(store, frameState),
    vignette: new Vignette(frameState),
  }
  return {
    ...disposable,
    trails: new Trails(frameState, ribbon),
    /** Set while the part of the scene for headsets is mounted. */
    xr: { current: null as XRViews | null },
    dispose: () => {
      for (const view of Object.values(disposable)) view.dispose()
    },
  }
}

export type SceneViews = ReturnType<typeof createViews>
