import type { FrameState } from '../state/frame-state.ts'
import type { InputSourceState } from './input-source-state.ts'
import { type PointerRay, reportPointer } from './pointer-ray.ts'

/** What the pointers of a session hover, and the one of them that the frame state tells of. */
export class PrimaryPointer {
  private lastUsed: PointerRay | null = null

  constructor(
    private readonly frameState: FrameState,
    private readonly gazeRay: PointerRay,
    private readonly hands: ReadonlyMap<XRInputSource, InputSourceState>,
  ) {}

  /** This pointer did something. */
  use(ray: PointerRay): void {
    this.lastUsed = ray
  }

  /** @returns whether the ray has moved on to another box */
  setHovered(ray: PointerRay, chunk: number): boolean {
    const { frameState } = this
    if (ray.hoveredChunk === chunk && (chunk < 0 || frameState.pointer.hoveredChunk >= 0)) return false
    const changed = ray.hoveredChunk !== chunk && chunk >= 0
    ray.hoveredChunk = chunk
    if (chunk >= 0) {
      this.lastUsed = ray
      frameState.pointer.hoveredChunk = chunk
      return changed
    }
    // Another ray may still hit a box: it is what the visitor points with.
    frameState.pointer.hoveredChunk = this.gazeRay.hoveredChunk
    for (const hand of this.hands.values()) {
      if (hand.hoveredChunk < 0) continue
      frameState.pointer.hoveredChunk = hand.hoveredChunk
      if (this.lastUsed === ray) this.lastUsed = hand
    }
    return false
  }

  /** Forgets a pointer that went away. */
  remove(ray: PointerRay): void {
    this.setHovered(ray, -1)
    if (this.lastUsed === ray) this.lastUsed = null
  }

  /** Reports the pointer used last; before any use that of the dominant hand, without pointers the gaze. */
  report(hasNoPointer: boolean): void {
    const { frameState, gazeRay, hands } = this
    let reported = hasNoPointer ? gazeRay : this.lastUsed
    if (!reported || (reported === gazeRay && !hasNoPointer && !frameState.preferences.dwell)) {
      const dominant = frameState.preferences.leftHanded ? 'left' : 'right'
      reported = null
      // Controllers connect one after the other: the dominant one may be the later.
      for (const hand of hands.values()) if (!reported || hand.handedness === dominant) reported = hand
    }
    if (reported) reportPointer(frameState.pointer.active, reported)
  }

  /** The session has ended. */
  clear(): void {
    this.setHovered(this.gazeRay, -1)
    this.lastUsed = null
    this.frameState.pointer.active.kind = null
    this.frameState.pointer.hoveredChunk = -1
  }
}
