import type { Vector3 } from 'three'
import type { Meters } from '../../audio/units.ts'
import type { HandLight } from './hand-light.ts'
import { LightEnd } from './light-end.ts'
import type { LightStrokes } from './light-strokes.ts'

const spot = new LightEnd()

/** A point where the ray meets, in a ring that closes when pressed. @param distance from the hand */
export function drawCursor(
  strokes: LightStrokes,
  place: Vector3,
  distance: Meters,
  isPressed: boolean,
  { color, hold }: HandLight,
): void {
  const radius = (0.006 + distance * 0.008) * (isPressed ? 0.6 : 1)
  spot.place.copy(place)
  strokes.addPoint(spot.give(0.005 + distance * 0.006, 1 - hold), color)
  strokes.addRing(spot.give(radius, (1 - hold) * (isPressed ? 0.9 : 0.5)), color)
}

/** A ring around the hovered box, which narrows onto it. @param still it only appears */
export function drawHoverRing(
  strokes: LightStrokes,
  box: Vector3,
  edge: Meters,
  { color, hold, hover }: HandLight,
  still: boolean,
): void {
  const widening = still ? 1 : 1.4 - 0.4 * hover
  spot.place.copy(box)
  strokes.addRing(spot.give(edge * 1.05 * widening, 0.7 * hover * (1 - hold)), color)
}
