import type { Ray } from 'three'
import type { Meters } from '../../audio/units.ts'

/** A surface that leans more than this is none to stand on: the cosine of 37°. */
const LEVEL = 0.8
/** Without hit tests the floor is all there is; farther away it is not meant. */
const FARTHEST: Meters = 6

export type Spot = [x: Meters, y: Meters, z: Meters]

/** Real surfaces, as the device finds them; where it cannot look for any, the floor of its space. */
export class Surfaces {
  private ahead: XRHitTestSource | null = null
  private touched: XRTransientInputHitTestSource | null = null
  /** The device was asked, and looks for surfaces or has not answered yet. */
  private looking = false

  attach(session: XRSession, current: () => boolean): void {
    this.looking = true
    const ask = async () => {
      const space = await session.requestReferenceSpace('viewer')
      const source = await session.requestHitTestSource?.({ space })
      if (!current()) return
      if (!source) throw new Error('no hit tests')
      this.ahead = source
      this.touched = (await session.requestHitTestSourceForTransientInput?.({ profile: 'generic-touchscreen' })) ?? null
    }
    ask().catch(() => {
      if (current() && !this.ahead) this.looking = false
    })
  }

  /** The first level surface that the screen's middle shows. `out` receives its place. */
  inFront(frame: XRFrame, space: XRReferenceSpace, ray: Ray, out: Spot): XRHitTestResult | boolean {
    if (!this.looking) return onPlane(ray, 0, FARTHEST, out)
    return this.ahead ? level(frame.getHitTestResults(this.ahead), space, out) : false
  }

  /** The first level surface under a finger; without one, the level through `height`. */
  under(frame: XRFrame, space: XRReferenceSpace, ray: Ray, height: Meters, out: Spot): boolean {
    if (this.touched)
      for (const { results } of frame.getHitTestResultsForTransientInput(this.touched))
        if (level(results, space, out)) return true
    return onPlane(ray, height, FARTHEST, out)
  }

  detach(): void {
    // They end with their session.
    this.ahead = null
    this.touched = null
    this.looking = false
  }
}

function level(results: readonly XRHitTestResult[], space: XRReferenceSpace, out: Spot): XRHitTestResult | false {
  for (const result of results) {
    const transform = result.getPose(space)?.transform
    if (!transform) continue
    const { x, z } = transform.orientation
    // The height of the surface's own upward axis.
    if (1 - 2 * (x * x + z * z) < LEVEL) continue
    out[0] = transform.position.x
    out[1] = transform.position.y
    out[2] = transform.position.z
    return result
  }
  return false
}

function onPlane({ origin, direction }: Ray, height: Meters, farthest: Meters, out: Spot): boolean {
  const distance = (height - origin.y) / direction.y
  if (!(distance > 0) || distance > farthest) return false
  out[0] = origin.x + direction.x * distance
  out[1] = height
  out[2] = origin.z + direction.z * distance
  return true
}
