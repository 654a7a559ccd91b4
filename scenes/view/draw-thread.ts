import { Vector3 } from 'three'
import type { HandLight } from './hand-light.ts'
import type { LightStrokes } from './light-strokes.ts'

const SEGMENT_COUNT = 8

const bend = new Vector3()
const from = new Vector3()
const to = new Vector3()

/**
 * The thread by which a held box hangs on the hand: it leaves the tip where the hand points and bends towards the box.
 * @param direction in which the hand points, a unit vector
 */
export function drawThread(strokes: LightStrokes, tip: Vector3, direction: Vector3, box: Vector3, light: HandLight) {
  bend.copy(tip).addScaledVector(direction, tip.distanceTo(box) * 0.55)
  from.copy(tip)
  for (let k = 1; k <= SEGMENT_COUNT; k++) {
    const along = k / SEGMENT_COUNT
    const back = 1 - along
    to.copy(tip)
      .multiplyScalar(back * back)
      .addScaledVector(bend, 2 * along * back)
      .addScaledVector(box, along * along)
    const strength = 0.75 * light.hold * light.strength
    strokes.addLink(from, to, 0.0055, light.color, strength, strength)
    from.copy(to)
  }
}
