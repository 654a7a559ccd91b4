import { Vector3 } from 'three'
import { beginTwoHandHold, createTwoHandHold, moveTwoHandHold } from '../geometry/two-hands.ts'
import type { XRLocomotion } from '../locomotion/xr-locomotion.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { RigPose } from '../state/viewer-state.ts'
import { type InputSourceState, rigToRoomPosition } from './input-source-state.ts'
import { pulseHaptics } from './pulse-haptics.ts'

const firstPrevious = new Vector3()
const secondPrevious = new Vector3()

/**
 * Two hands that grab nothing move, turn and scale the whole song. Whenever a hand joins, or something else moves the
 * visitor, they take hold of it anew, as it is then: nothing jumps.
 */
export class TwoHandTransform {
  private readonly hold = createTwoHandHold()
  private first: InputSourceState | null = null
  private second: InputSourceState | null = null
  private readonly rig: RigPose = { x: 0, y: 0, z: 0, yaw: 0, pitch: 0 }

  update(frameState: FrameState, hands: Iterable<InputSourceState>, locomotion: XRLocomotion): void {
    let first: InputSourceState | null = null
    let second: InputSourceState | null = null
    for (const hand of hands) {
      if (!hand.emptyGrab) continue
      if (first) second = hand
      else first = hand
    }
    const joins = first !== this.first || second !== this.second
    this.first = first
    this.second = second
    if (!first || !second) return
    const { placement, viewer, ar } = frameState
    if (joins) {
      for (const { source } of [first, second]) {
        locomotion.claimSource(source)
        pulseHaptics(source, 0.6, 25)
      }
      beginTwoHandHold(this.hold, placement, first.position, second.position)
    } else if (this.hasRigMoved(viewer.rig)) {
      rigToRoomPosition(viewer.rig, first.previousRigPosition, firstPrevious)
      rigToRoomPosition(viewer.rig, second.previousRigPosition, secondPrevious)
      beginTwoHandHold(this.hold, placement, firstPrevious, secondPrevious)
    }
    Object.assign(this.rig, viewer.rig)
    if (!joins) moveTwoHandHold(this.hold, placement, first.position, second.position, ar.ground.floorHeight)
  }

  private hasRigMoved({ x, y, z, yaw }: RigPose): boolean {
    const { rig } = this
    return rig.x !== x || rig.y !== y || rig.z !== z || rig.yaw !== yaw
  }
}
