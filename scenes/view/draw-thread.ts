import { Vector3 } from 'three'
import type { HandLight } from './hand-light.ts'
import { LightEnd } from './light-end.ts'
import type { LightStrokes } from './light-strokes.ts'

const SEGMENT_COUNT = 8

const bend = new Vector3()
const from = new LightEnd()
const to = new LightEnd()

/**
 * The thread by which a held box hangs on the hand: it leaves the tip where the hand points and bends towards the box.
 * @param direction in which the hand points, a unit vector
 */
export function drawThread(strokes: LightStrokes, tip: Vector3, direction: Vector3, box: Vector3, light: HandLight) {
  bend.copy(tip).addScaledVector(direction, tip.distanceTo(box) * 0.55)
  const strength = 0.75 * light.hold * light.strength
  from.give(0.0055, strength).place.copy(tip)
  to.give(0.0055, strength)
  for (let k = 1; k <= SEGMENT_COUNT; k++) {
    const along = k / SEGMENT_COUNT
    const back = 1 - along
    to.place
      .copy(tip)
      .multiplyScalar(back * back)
      .addScaledVector(bend, 2 * along * back)
      .addScaledVector(box, along * along)
    strokes.addLink(from, to, light.color)
    from.place.copy(to.place)
  }
}
