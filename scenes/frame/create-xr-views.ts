import { ArController } from '../ar/ar-controller.ts'
import { GazePointer } from '../input/gaze-pointer.ts'
import { XRInput } from '../input/xr-input.ts'
import { XRLocomotion } from '../locomotion/xr-locomotion.ts'
import type { SceneContext } from '../state/scene-context.ts'
import type { Ribbon } from '../view/ribbon.ts'
import { XRInputView } from '../view/xr-input-view.ts'

/** Creates what a headset or AR adds to the scene: its input, and what is drawn of it. */
export function createXRViews(context: SceneContext, ribbon: Ribbon) {
  const { frameState, actions } = context
  const locomotion = new XRLocomotion(context)
  const gazePointer = new GazePointer(frameState)
  const arController = new ArController(context)
  const input = new XRInput(frameState, actions, locomotion, gazePointer.pointerRay)
  const inputView = new XRInputView(frameState, ribbon, (source) => input.getSource(source))
  return {
    locomotion,
    gazePointer,
    arController,
    inputView,
    input,
    dispose: () => {
      for (const view of [locomotion, gazePointer.reticle, arController, inputView]) view.dispose()
    },
  }
}

export type XRViews = ReturnType<typeof createXRViews>
