import type { Ray } from 'three'
import type { Meters } from '../../audio/units.ts'

/** A surface that leans more than this is none to stand on: the cosine of 37°. */
const MIN_LEVEL_COSINE = 0.8
/** Without hit tests the floor is all there is; farther away it is not meant. */
const MAX_FLOOR_DISTANCE_M: Meters = 6

export type SurfacePoint = [x: Meters, y: Meters, z: Meters]

/** Real surfaces, as the device finds them; where it cannot look for any, the floor of its space. */
export class HitTester {
  private viewerSource: XRHitTestSource | null = null
  private touchSource: XRTransientInputHitTestSource | null = null
  /** The device was asked, and looks for surfaces or has not answered yet. */
  private hitTesting = false

  attach(session: XRSession, current: () => boolean): void {
    this.hitTesting = true
    const ask = async () => {
      const space = await session.requestReferenceSpace('viewer')
      const source = await session.requestHitTestSource?.({ space })
      if (!current()) return
      if (!source) throw new Error('no hit tests')
      this.viewerSource = source
      this.touchSource =
        (await session.requestHitTestSourceForTransientInput?.({ profile: 'generic-touchscreen' })) ?? null
    }
    ask().catch(() => {
      if (current() && !this.viewerSource) this.hitTesting = false
    })
  }

  /** The first level surface that the screen's middle shows. `out` receives its place. */
  hitTestViewer(frame: XRFrame, space: XRReferenceSpace, ray: Ray, out: SurfacePoint): XRHitTestResult | boolean {
    if (!this.hitTesting) return intersectHorizontalPlane(ray, 0, MAX_FLOOR_DISTANCE_M, out)
    return this.viewerSource ? findLevelHit(frame.getHitTestResults(this.viewerSource), space, out) : false
  }

  /** The first level surface under a finger; without one, the level through `height`. */
  hitTestTouch(frame: XRFrame, space: XRReferenceSpace, ray: Ray, height: Meters, out: SurfacePoint): boolean {
    if (this.touchSource)
      for (const { results } of frame.getHitTestResultsForTransientInput(this.touchSource))
        if (findLevelHit(results, space, out)) return true
    return intersectHorizontalPlane(ray, height, MAX_FLOOR_DISTANCE_M, out)
  }

  detach(): void {
    // They end with their session.
    this.viewerSource = null
    this.touchSource = null
    this.hitTesting = false
  }
}

function findLevelHit(
  results: readonly XRHitTestResult[],
  space: XRReferenceSpace,
  out: SurfacePoint,
): XRHitTestResult | false {
  for (const result of results) {
    const transform = result.getPose(space)?.transform
    if (!transform) continue
    const { x, z } = transform.orientation
    // The height of the surface's own upward axis.
    if (1 - 2 * (x * x + z * z) < MIN_LEVEL_COSINE) continue
    out[0] = transform.position.x
    out[1] = transform.position.y
    out[2] = transform.position.z
    return result
  }
  return false
}

function intersectHorizontalPlane(
  { origin, direction }: Ray,
  height: Meters,
  farthest: Meters,
  out: SurfacePoint,
): boolean {
  const distance = (height - origin.y) / direction.y
  if (!(distance > 0) || distance > farthest) return false
  out[0] = origin.x + direction.x * distance
  out[1] = height
  out[2] = origin.z + direction.z * distance
  return true
}
