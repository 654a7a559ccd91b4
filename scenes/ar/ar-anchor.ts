import type { Radians } from '../../audio/units.ts'
import { wrapAngle } from '../geometry/math.ts'
import type { AnchorMotion } from './ar-placement.ts'

/** A turn or way below this is the device's noise, not worth moving everything. */
const MIN_ANCHOR_MOTION = 1e-5

/** A real point that the device goes on recognizing. */
export class ArAnchor {
  private anchor: XRAnchor | null = null
  private pending: Promise<XRAnchor> | null = null
  /** Where it was in the last frame; its length says whether it has been seen. */
  private readonly motion: AnchorMotion = { from: [0, 0, 0], to: [0, 0, 0], yaw: 0 }
  private yaw: Radians = 0
  private located = false

  constructor(private readonly held: (anchored: boolean) => void) {}

  /** @param promise undefined where the device has no anchors. */
  set(promise: Promise<XRAnchor> | undefined): void {
    this.release()
    if (!promise) return
    this.pending = promise
    promise.then(
      (anchor) => {
        // Placed anew in the meantime.
        if (this.pending !== promise) return anchor.delete()
        this.anchor = anchor
        this.held(true)
      },
      () => {},
    )
  }

  /** How it moved since the last frame; null if it did not, or cannot be seen. */
  track(frame: XRFrame, space: XRReferenceSpace): AnchorMotion | null {
    const transform = this.anchor && frame.getPose(this.anchor.anchorSpace, space)?.transform
    if (!transform) return null
    const { from, to } = this.motion
    const { x, y, z, w } = transform.orientation
    const yaw = Math.atan2(2 * (w * y - x * z), 1 - 2 * (y * y + z * z))
    const { position: p } = transform
    const turn = wrapAngle(yaw - this.yaw)
    const way = Math.abs(p.x - to[0]) + Math.abs(p.y - to[1]) + Math.abs(p.z - to[2])
    if (this.located && way < MIN_ANCHOR_MOTION && Math.abs(turn) < MIN_ANCHOR_MOTION) return null
    for (let axis = 0; axis < 3; axis++) from[axis] = to[axis]!
    to[0] = p.x
    to[1] = p.y
    to[2] = p.z
    this.yaw = yaw
    this.motion.yaw = turn
    const known = this.located
    this.located = true
    return known ? this.motion : null
  }

  release(): void {
    this.pending = null
    this.located = false
    if (!this.anchor) return
    this.anchor.delete()
    this.anchor = null
    this.held(false)
  }

  /** Its session has ended, and the anchor with it. */
  reset(): void {
    this.pending = null
    this.anchor = null
    this.located = false
  }
}
