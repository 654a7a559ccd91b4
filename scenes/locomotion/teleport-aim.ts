import type { Vector3 } from 'three'
import { findTeleportLanding } from '../geometry/teleport.ts'
import { giveFeedback } from '../state/feedback.ts'
import type { FrameState } from '../state/frame-state.ts'
import { TeleportArc } from '../view/teleport-arc.ts'

type LandingPoint = [x: number, y: number, z: number]

/** One source at a time aims a teleport; releasing it above a valid landing teleports in the next frame. */
export class TeleportAim {
  readonly arc: TeleportArc
  /** Source that aims now. */
  source: XRInputSource | null = null
  private readonly landingPoint: LandingPoint = [0, 0, 0]
  private released = false

  constructor(private readonly frameState: FrameState) {
    this.arc = new TeleportArc(frameState)
  }

  /** Aims from `position` along the unit vector `direction`, both in the room. */
  aim(source: XRInputSource, position: Vector3, direction: Vector3): void {
    if (this.source && this.source !== source) return
    this.source = source
    const { x, y, z } = position
    const canLand = findTeleportLanding(x, y, z, direction.x, direction.y, direction.z, this.landingPoint)
    this.frameState.viewer.teleportTarget = canLand ? this.landingPoint : null
    this.arc.show(position, direction, canLand)
  }

  release(source: XRInputSource): void {
    if (this.source !== source) return
    this.released = this.frameState.viewer.teleportTarget !== null
    if (!this.released) giveFeedback(this.frameState.feedback, 'edge', source)
    this.source = null
    this.arc.hide()
  }

  cancel(): void {
    this.source = null
    this.released = false
    this.frameState.viewer.teleportTarget = null
    this.arc.hide()
  }

  /** @returns the landing of a teleport that was released since the last call, or null. */
  takeLanding(): LandingPoint | null {
    if (!this.released) return null
    this.released = false
    this.frameState.viewer.teleportTarget = null
    return this.landingPoint
  }
}
