import { ArController } from '../ar/ar-controller.ts'
import { GazePointer } from '../input/gaze-pointer.ts'
import { XRInput } from '../input/xr-input.ts'
import { XRLocomotion } from '../locomotion/xr-locomotion.ts'
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
import { XRInputView } from '../view/xr-input-view.ts'

/** Creates everything that is drawn and the input it reacts to; views do not know each other. */
export function createViews(context: SceneContext) {
  const { store, frameState, services, actions } = context
  const chunkTexture = new ChunkTexture(frameState)
  const ribbon = new Ribbon(chunkTexture)
  const locomotion = new XRLocomotion(context)
  const gazePointer = new GazePointer(frameState)
  const disposable = {
    chunkTexture,
    environment: new Environment(frameState),
    boxes: createBoxesView(frameState, chunkTexture),
    glow: new Glow(frameState, chunkTexture),
    xrInputView: new XRInputView(frameState, ribbon),
    ribbon,
    shadow: createGroundShadow(frameState, chunkTexture),
    arController: new ArController(context),
    gazeReticle: gazePointer.reticle,
    chunkLabel: new ChunkLabel(frameState, services),
    captionPlate: new CaptionPlate(store, frameState),
    vignette: new Vignette(frameState),
    locomotion,
  }
  return {
    ...disposable,
    trails: new Trails(frameState, ribbon),
    gazePointer,
    xrInput: new XRInput(frameState, actions, locomotion, gazePointer.pointerRay),
    dispose: () => {
      for (const view of Object.values(disposable)) view.dispose()
    },
  }
}

export type SceneViews = ReturnType<typeof createViews>
