import type { Radians } from '../../audio/units.ts'
import type { Shift } from './ar-placement.ts'

/** A turn or way below this is the device's noise, not worth moving everything. */
const NOISE = 1e-5

/** A real point that the device goes on recognizing. */
export class Anchor {
  private anchor: XRAnchor | null = null
  private asked: Promise<XRAnchor> | null = null
  /** Where it was in the last frame; its length says whether it has been seen. */
  private readonly shift: Shift = { from: [0, 0, 0], to: [0, 0, 0], turn: 0 }
  private yaw: Radians = 0
  private seen = false

  constructor(private readonly held: (anchored: boolean) => void) {}

  /** @param promise undefined where the device has no anchors. */
  set(promise: Promise<XRAnchor> | undefined): void {
    this.drop()
    if (!promise) return
    this.asked = promise
    promise.then(
      (anchor) => {
        // Placed anew in the meantime.
        if (this.asked !== promise) return anchor.delete()
        this.anchor = anchor
        this.held(true)
      },
      () => {},
    )
  }

  /** How it moved since the last frame; null if it did not, or cannot be seen. */
  follow(frame: XRFrame, space: XRReferenceSpace): Shift | null {
    const transform = this.anchor && frame.getPose(this.anchor.anchorSpace, space)?.transform
    if (!transform) return null
    const { from, to } = this.shift
    const { x, y, z, w } = transform.orientation
    const yaw = Math.atan2(2 * (w * y - x * z), 1 - 2 * (y * y + z * z))
    const { position: p } = transform
    const turn = Math.atan2(Math.sin(yaw - this.yaw), Math.cos(yaw - this.yaw))
    const way = Math.abs(p.x - to[0]) + Math.abs(p.y - to[1]) + Math.abs(p.z - to[2])
    if (this.seen && way < NOISE && Math.abs(turn) < NOISE) return null
    for (let axis = 0; axis < 3; axis++) from[axis] = to[axis] as number
    to[0] = p.x
    to[1] = p.y
    to[2] = p.z
    this.yaw = yaw
    this.shift.turn = turn
    const known = this.seen
    this.seen = true
    return known ? this.shift : null
  }

  drop(): void {
    this.asked = null
    this.seen = false
    if (!this.anchor) return
    this.anchor.delete()
    this.anchor = null
    this.held(false)
  }

  /** Its session has ended, and the anchor with it. */
  forget(): void {
    this.asked = null
    this.anchor = null
    this.seen = false
  }
}
