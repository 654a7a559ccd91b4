import { ArController } from '../ar/ar-session.ts'
import { createShadowView } from '../ar/ground-shadow.ts'
import { GazePointer } from '../input/gaze-pointer.ts'
import { XRInput } from '../input/xr-input.ts'
import { Locomotion } from '../locomotion/stick-locomotion.ts'
import type { SceneContext } from '../state/ui-store.ts'
import { createBoxesView } from './boxes.ts'
import { CaptionView } from './caption-plate.ts'
import { LabelView } from './chunk-label.ts'
import { ChunkTexture } from './chunk-texture.ts'
import { EnvironmentView } from './environment.ts'
import { GlowView } from './glow.ts'
import { Ribbon } from './path-ribbon.ts'
import { TrailView } from './trails.ts'
import { VignetteView } from './vignette.ts'
import { XRInputView } from './xr-input-view.ts'

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
