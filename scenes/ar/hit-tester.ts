import type { Ray } from 'three'
import type { Meters } from '../../audio/units.ts'
import type { Point } from '../state/ar-state.ts'

/** Cosine of the steepest slope that the song can stand on, 37°. */
const MIN_LEVEL_COSINE = 0.8
/** Distance up to which the floor stands in for missing hit tests. */
const MAX_FLOOR_DISTANCE_M: Meters = 6

/** Finds real level surfaces by hit tests; on devices without them, the floor of the reference space. */
export class HitTester {
  private viewerSource: XRHitTestSource | null = null
  private touchSource: XRTransientInputHitTestSource | null = null
  /** Hit tests were requested, and the device has not refused them. */
  private hitTesting = false

  /** @param isCurrent whether the session is still the current one. */
  attach(session: XRSession, isCurrent: () => boolean): void {
    this.hitTesting = true
    const requestSources = async () => {
      const space = await session.requestReferenceSpace('viewer')
      const source = await session.requestHitTestSource?.({ space })
      if (!isCurrent()) return
      if (!source) throw new Error('The device has no hit tests.')
      this.viewerSource = source
      this.touchSource =
        (await session.requestHitTestSourceForTransientInput?.({ profile: 'generic-touchscreen' })) ?? null
    }
    requestSources().catch(() => {
      if (isCurrent() && !this.viewerSource) this.hitTesting = false
    })
  }

  /**
   * Finds the first level surface at the center of the screen.
   * @param ray from the viewer forward, used on devices without hit tests.
   * @param out receives the point.
   * @returns true for the floor, false for no surface.
   */
  hitTestViewer(frame: XRFrame, space: XRReferenceSpace, ray: Ray, out: Point): XRHitTestResult | boolean {
    if (!this.hitTesting) return intersectHorizontalPlane(ray, 0, MAX_FLOOR_DISTANCE_M, out)
    return this.viewerSource ? findLevelHit(frame.getHitTestResults(this.viewerSource), space, out) : false
  }

  /** Finds the first level surface under a finger, or the horizontal plane at `height`. */
  hitTestTouch(frame: XRFrame, space: XRReferenceSpace, ray: Ray, height: Meters, out: Point): boolean {
    if (this.touchSource)
      for (const { results } of frame.getHitTestResultsForTransientInput(this.touchSource))
        if (findLevelHit(results, space, out)) return true
    return intersectHorizontalPlane(ray, height, MAX_FLOOR_DISTANCE_M, out)
  }

  /** Drops the sources, which end with their session. */
  detach(): void {
    this.viewerSource = null
    this.touchSource = null
    this.hitTesting = false
  }
}

function findLevelHit(
  results: readonly XRHitTestResult[],
  space: XRReferenceSpace,
  out: Point,
): XRHitTestResult | false {
  for (const result of results) {
    const transform = result.getPose(space)?.transform
    if (!transform) continue
    const { x, z } = transform.orientation
    // Upward component of the surface's normal.
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
  maxDistance: Meters,
  out: Point,
): boolean {
  const distance = (height - origin.y) / direction.y
  if (!(distance > 0) || distance > maxDistance) return false
  out[0] = origin.x + direction.x * distance
  out[1] = height
  out[2] = origin.z + direction.z * distance
  return true
}
