import type { Radians } from '../../audio/units.ts'
import { wrapAngle } from '../geometry/math.ts'
import type { AnchorMotion } from './ar-placement.ts'

/** Motion below this (radians and meters) is noise of the tracking and ignored. */
const MIN_ANCHOR_MOTION = 1e-5

/** Anchor: a real point that the device keeps tracking. */
export class ArAnchor {
  private anchor: XRAnchor | null = null
  private pending: Promise<XRAnchor> | null = null
  private readonly motion: AnchorMotion = { from: [0, 0, 0], to: [0, 0, 0], yaw: 0 }
  private yaw: Radians = 0
  /** The pose of the last frame is known. */
  private located = false

  /** @param onChange called with true while there is an anchor. */
  constructor(private readonly onChange: (anchored: boolean) => void) {}

  /** @param promise undefined if the device has no anchors. */
  set(promise: Promise<XRAnchor> | undefined): void {
    this.release()
    if (!promise) return
    this.pending = promise
    promise.then(
      (anchor) => {
        // Another anchor was set in the meantime.
        if (this.pending !== promise) return anchor.delete()
        this.anchor = anchor
        this.onChange(true)
      },
      () => {},
    )
  }

  /** @returns its motion since the last frame; null if it did not move or is not tracked. */
  track(frame: XRFrame, space: XRReferenceSpace): AnchorMotion | null {
    const transform = this.anchor && frame.getPose(this.anchor.anchorSpace, space)?.transform
    if (!transform) return null
    const { from, to } = this.motion
    const { x, y, z, w } = transform.orientation
    const yaw = Math.atan2(2 * (w * y - x * z), 1 - 2 * (y * y + z * z))
    const { position } = transform
    const turn = wrapAngle(yaw - this.yaw)
    const distance = Math.abs(position.x - to[0]) + Math.abs(position.y - to[1]) + Math.abs(position.z - to[2])
    if (this.located && distance < MIN_ANCHOR_MOTION && Math.abs(turn) < MIN_ANCHOR_MOTION) return null
    for (let axis = 0; axis < 3; axis++) from[axis] = to[axis]!
    to[0] = position.x
    to[1] = position.y
    to[2] = position.z
    this.yaw = yaw
    this.motion.yaw = turn
    const wasLocated = this.located
    this.located = true
    return wasLocated ? this.motion : null
  }

  /** Deletes the anchor. */
  release(): void {
    const { anchor } = this
    this.forget()
    if (!anchor) return
    anchor.delete()
    this.onChange(false)
  }

  /** Drops an anchor that ended with its session. */
  forget(): void {
    this.pending = null
    this.anchor = null
    this.located = false
  }
}
