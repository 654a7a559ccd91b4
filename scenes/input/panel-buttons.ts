import { giveFeedback } from '../state/feedback.ts'
import type { FrameState } from '../state/frame-state.ts'
import { callPanel } from '../state/panel-state.ts'

/** Y or B among the buttons of a gamepad with the xr-standard mapping. */
const UPPER_BUTTON_INDEX = 5

/** Calls and folds the panel by the upper button of either controller. */
export class PanelButtons {
  private readonly pressed = new WeakMap<XRInputSource, boolean>()

  constructor(private readonly frameState: FrameState) {}

  /** Reads one input source in this frame; while a teleport is aimed the button calls that off. */
  read(source: XRInputSource): void {
    const isPressed = source.gamepad?.buttons[UPPER_BUTTON_INDEX]?.pressed ?? false
    const wasPressed = this.pressed.get(source) ?? false
    if (isPressed !== wasPressed) this.pressed.set(source, isPressed)
    const { panel, viewer, feedback } = this.frameState
    if (!isPressed || wasPressed || !panel.present || viewer.teleporting) return
    callPanel(panel, !panel.called)
    giveFeedback(feedback, 'panel', source)
  }
}
