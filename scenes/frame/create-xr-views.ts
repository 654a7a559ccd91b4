import type { Seconds } from '../../audio/units.ts'
import { ArController } from '../ar/ar-controller.ts'
import { GazePointer } from '../input/gaze-pointer.ts'
import { XRInput } from '../input/xr-input.ts'
import { FloorEdge } from '../locomotion/floor-edge.ts'
import { RealFloor } from '../locomotion/real-floor.ts'
import { XRLocomotion } from '../locomotion/xr-locomotion.ts'
import type { SceneContext } from '../state/scene-context.ts'
import { CaptionPlate } from '../view/caption-plate.ts'
import type { ChunkTexture } from '../view/chunk-texture.ts'
import { FloorTitle } from '../view/floor-title.ts'
import { createGroundShadow } from '../view/ground-shadow.ts'
import type { Ribbon } from '../view/ribbon.ts'
import { XRInputView } from '../view/xr-input-view.ts'
import { stepArrival } from './step-arrival.ts'
import { stepFeedback } from './step-feedback.ts'

/** Creates what a headset or AR adds to the scene: its input, and what is drawn of it. */
export function createXRViews(context: SceneContext, chunkTexture: ChunkTexture, ribbon: Ribbon) {
  const { store, frameState, actions } = context
  const locomotion = new XRLocomotion(context)
  const gazePointer = new GazePointer(frameState)
  const arController = new ArController(context)
  const input = new XRInput(frameState, actions, locomotion, gazePointer.pointerRay)
  const inputView = new XRInputView(frameState, ribbon, (source) => input.getSource(source), store)
  const captionPlate = new CaptionPlate(store, frameState)
  const shadow = createGroundShadow(frameState, chunkTexture)
  const floorTitle = new FloorTitle(store, frameState)
  return {
    realFloor: new RealFloor(),
    floorEdge: new FloorEdge(),
    locomotion,
    gazePointer,
    arController,
    inputView,
    input,
    captionPlate,
    floorTitle,
    shadow,
    /** Greets who arrives, and answers what hands did in this frame. */
    answer: (dt: Seconds, xrFrame: XRFrame | undefined) => {
      stepArrival(context, dt)
      stepFeedback(context, xrFrame)
    },
    dispose: () => {
      for (const view of [locomotion, gazePointer.reticle, arController, inputView, captionPlate, floorTitle, shadow])
        view.dispose()
    },
  }
}

export type XRViews = ReturnType<typeof createXRViews>
