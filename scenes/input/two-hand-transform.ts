import { Vector3 } from 'three'
import { moveWhole } from '../geometry/two-hands.ts'
import type { Locomotion } from '../locomotion/stick-locomotion.ts'
import type { Live } from '../state/frame-state.ts'
import { tick } from './haptics.ts'
import { type Hand, toRoomPlace } from './input-source.ts'

const oneBefore = new Vector3()
const otherBefore = new Vector3()

/** Both hands closed around nothing hold the whole song. What carries the visitor meanwhile does not move it. */
export class WholeInHands {
  private held = false

  /** One frame of it. */
  shape(live: Live, hands: Iterable<Hand>, locomotion: Locomotion): void {
    let one: Hand | null = null
    let other: Hand | null = null
    for (const hand of hands) {
      if (!hand.closed) continue
      if (one) other = hand
      else one = hand
    }
    if (!one || !other) {
      this.held = false
      return
    }
    if (!this.held) {
      this.held = true
      for (const { source } of [one, other]) {
        locomotion.claim(source)
        tick(source, 0.6, 25)
      }
      return
    }
    live.placedBefore ??= { ...live.placement }
    toRoomPlace(live.visitor, one.ownBefore, oneBefore)
    toRoomPlace(live.visitor, other.ownBefore, otherBefore)
    moveWhole(live.placement, oneBefore, otherBefore, one.position, other.position)
  }
}
