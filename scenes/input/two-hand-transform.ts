import { Vector3 } from 'three'
import { applyTwoHandTransform } from '../geometry/two-hands.ts'
import type { XRLocomotion } from '../locomotion/xr-locomotion.ts'
import type { FrameState } from '../state/frame-state.ts'
import { type InputSourceState, rigToRoomPosition } from './input-source-state.ts'
import { pulseHaptics } from './pulse-haptics.ts'

const firstPrevious = new Vector3()
const secondPrevious = new Vector3()

/** Two hands that grab nothing move, turn and scale the whole song; locomotion of the visitor does not affect it. */
export class TwoHandTransform {
  private active = false

  update(frameState: FrameState, hands: Iterable<InputSourceState>, locomotion: XRLocomotion): void {
    let first: InputSourceState | null = null
    let second: InputSourceState | null = null
    for (const hand of hands) {
      if (!hand.emptyGrab) continue
      if (first) second = hand
      else first = hand
    }
    if (!first || !second) {
      this.active = false
      return
    }
    if (!this.active) {
      this.active = true
      for (const { source } of [first, second]) {
        locomotion.claimSource(source)
        pulseHaptics(source, 0.6, 25)
      }
      return
    }
    const { placement, viewer } = frameState
    rigToRoomPosition(viewer.rig, first.previousRigPosition, firstPrevious)
    rigToRoomPosition(viewer.rig, second.previousRigPosition, secondPrevious)
    applyTwoHandTransform(placement, firstPrevious, secondPrevious, first.position, second.position)
  }
}
