import { Vector3 } from 'three'
import type { Meters } from '../../audio/units.ts'

/** An end of a stroke of light, or a point: where it is, how wide and how bright. Made once, given anew for every stroke. */
export class LightEnd {
  readonly place = new Vector3()
  radius: Meters = 0
  strength = 0

  give(radius: Meters, strength: number): this {
    this.radius = radius
    this.strength = strength
    return this
  }
}
