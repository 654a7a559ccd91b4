import { Vector3 } from 'three'
import { applyTwoHandTransform } from '../geometry/two-hands.ts'
import type { XRLocomotion } from '../locomotion/xr-locomotion.ts'
import type { FrameState } from '../state/frame-state.ts'
import { type InputSourceState, rigToRoomPosition } from './input-source-state.ts'
import { pulseHaptics } from './pulse-haptics.ts'

const firstPrevious = new Vector3()
const secondPrevious = new Vector3()

/** Both hands closed around nothing hold the whole song. What carries the visitor meanwhile does not move it. */
export class TwoHandTransform {
  private active = false

  /** One frame of it. */
  update(frameState: FrameState, hands: Iterable<InputSourceState>, locomotion: XRLocomotion): void {
    let one: InputSourceState | null = null
    let other: InputSourceState | null = null
    for (const hand of hands) {
      if (!hand.emptyGrab) continue
      if (one) other = hand
      else one = hand
    }
    if (!one || !other) {
      this.active = false
      return
    }
    if (!this.active) {
      this.active = true
      for (const { source } of [one, other]) {
        locomotion.claimSource(source)
        pulseHaptics(source, 0.6, 25)
      }
      return
    }
    rigToRoomPosition(frameState.viewer.rig, one.previousRigPosition, firstPrevious)
    rigToRoomPosition(frameState.viewer.rig, other.previousRigPosition, secondPrevious)
    applyTwoHandTransform(frameState.placement, firstPrevious, secondPrevious, one.position, other.position)
  }
}
