import type { Meters } from '../../audio/units.ts'
import { measureEdgeDistance } from '../geometry/floor-loop.ts'
import { giveFeedback } from '../state/feedback.ts'
import type { FrameState } from '../state/frame-state.ts'

/** A head this near to the edge of the real floor has reached it: nearer than walkers of the path come. */
const REACHED_M: Meters = 0.16
/** As far as this it has left it. */
const LEFT_M: Meters = 0.3

/** Tells visitors, once each time, that they have come to the edge of their real floor. */
export class FloorEdge {
  private isReached = false

  update({ path: { realFloor }, viewer: { headInRig }, feedback }: FrameState): void {
    if (!realFloor) {
      this.isReached = false
      return
    }
    const distance = measureEdgeDistance(realFloor, headInRig.position.x, headInRig.position.z)
    if (distance < REACHED_M && !this.isReached) giveFeedback(feedback, 'edge', null)
    this.isReached = distance < (this.isReached ? LEFT_M : REACHED_M)
  }
}
