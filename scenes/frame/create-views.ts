import { ArController } from '../ar/ar-session.ts'
import { GazePointer } from '../input/gaze-pointer.ts'
import { XRInput } from '../input/xr-input.ts'
import { Locomotion } from '../locomotion/stick-locomotion.ts'
import type { SceneContext } from '../state/ui-store.ts'
import { createBoxesView } from '../view/boxes.ts'
import { CaptionView } from '../view/caption-plate.ts'
import { LabelView } from '../view/chunk-label.ts'
import { ChunkTexture } from '../view/chunk-texture.ts'
import { EnvironmentView } from '../view/environment.ts'
import { GlowView } from '../view/glow.ts'
import { createShadowView } from '../view/ground-shadow.ts'
import { Ribbon } from '../view/path-ribbon.ts'
import { TrailView } from '../view/trails.ts'
import { VignetteView } from '../view/vignette.ts'
import { XRInputView } from '../view/xr-input-view.ts'

/** Everything that is drawn, made once; none of it knows the others. */
export function createViews(room: SceneContext) {
  const { store, frameState, services, actions } = room
  const looks = new ChunkTexture(frameState)
  const ribbon = new Ribbon(looks)
  const locomotion = new Locomotion(room)
  const gaze = new GazePointer(frameState)
  const views = {
    looks,
    air: new EnvironmentView(frameState),
    boxes: createBoxesView(frameState, looks),
    lights: new GlowView(frameState, looks),
    inputs: new XRInputView(frameState, ribbon),
    ribbon,
    shadow: createShadowView(frameState, looks),
    ar: new ArController(room),
    reticle: gaze.reticle,
    label: new LabelView(frameState, services),
    caption: new CaptionView(store, frameState),
    vignette: new VignetteView(frameState),
    locomotion,
  }
  return {
    ...views,
    threads: new TrailView(frameState, ribbon),
    gaze,
    hands: new XRInput(frameState, actions, locomotion, gaze.pointerRay),
    dispose: () => {
      for (const view of Object.values(views)) view.dispose()
    },
  }
}

export type SceneViews = ReturnType<typeof createViews>
