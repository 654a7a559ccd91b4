import type { Vector3 } from 'three'
import type { Meters, Radians } from '../../audio/units.ts'
import { getHeading } from '../geometry/motion.ts'
import { MAX_FLOOR_AIM_SINE } from '../geometry/teleport.ts'
import { giveFeedback } from '../state/feedback.ts'
import type { FrameState } from '../state/frame-state.ts'
import { changeFlightHeight } from './eye-height.ts'
import { rotateAboutHead } from './rig.ts'

/** A shorter pinch is a tap. */
const MIN_HOLD_MS = 250
/** Sideways pull per snap turn. */
const SNAP_PULL_M: Meters = 0.12
const SNAP_TURN_RAD: Radians = Math.PI / 6
/** Angle per meter of sideways pull with smooth turning. */
const TURN_RAD_PER_M = 4
/** Flight height per meter that a hand pulls down. */
const CLIMB_FACTOR = 4

type Pinch = {
  startedAt: number
  /** `none`: used by something else. */
  kind: 'waiting' | 'floor' | 'air' | 'none'
  /** The chunk that a tap plays, or -1. */
  chunk: number
  /** It is no tap any more. */
  isHeld: boolean
  /** It was let go, or its hand was lost: the next frame knows. */
  isEnding: boolean
  /** The hand in the rig's space, sideways as seen by the head, and up. */
  lateral: Meters
  up: Meters
  /** The same where its pull was last applied. */
  appliedLateral: Meters
  appliedUp: Meters
}

/** What ends of pinches at the floor mean. */
type PinchEnds = {
  /** Held: go there. */
  go: (source: XRInputSource) => void
  /** Let go at once: nobody goes, and the chunk under the ray is played, -1 for none. */
  tap: (source: XRInputSource, chunk: number) => void
}

/**
 * Locomotion by tracked hands, which have no thumbstick. A pinch at the floor shows the arc at once, and aims as long as it is
 * held, wherever the hand points then; one held in the air grips the room: sideways it turns, and up or down it flies if
 * the preference allows it. A pinch on a box or the panel is claimed by them.
 */
export class PinchLocomotion {
  private readonly pinches = new Map<XRInputSource, Pinch>()

  constructor(
    private readonly frameState: FrameState,
    private readonly ends: PinchEnds,
  ) {}

  /** @returns a function that detaches it from the session. */
  attach(session: XRSession): () => void {
    const startPinch = ({ inputSource }: XRInputSourceEvent) => {
      if ((inputSource.gamepad?.axes.length ?? 0) >= 4 || inputSource.targetRayMode === 'screen') return
      this.pinches.set(inputSource, {
        startedAt: performance.now(),
        kind: 'waiting',
        chunk: -1,
        isHeld: false,
        isEnding: false,
        lateral: 0,
        up: 0,
        appliedLateral: 0,
        appliedUp: 0,
      })
    }
    const endPinch = ({ inputSource }: XRInputSourceEvent) => {
      const pinch = this.pinches.get(inputSource)
      if (!pinch) return
      pinch.isEnding = true
      // Such a pointer always goes away when its pinch opens.
      if (inputSource.targetRayMode === 'transient-pointer') this.endPinch(inputSource, pinch)
    }
    session.addEventListener('selectstart', startPinch)
    session.addEventListener('selectend', endPinch)
    return () => {
      session.removeEventListener('selectstart', startPinch)
      session.removeEventListener('selectend', endPinch)
      this.pinches.clear()
    }
  }

  private endPinch(source: XRInputSource, pinch: Pinch): void {
    this.pinches.delete(source)
    if (pinch.kind !== 'floor') return
    if (pinch.isHeld) this.ends.go(source)
    else this.ends.tap(source, pinch.chunk)
  }

  /** Ignores the rest of a pinch that something else uses. */
  cancelPinch(source: XRInputSource): void {
    const pinch = this.pinches.get(source)
    if (pinch) pinch.kind = 'none'
  }

  /** A pinch that has begun means the floor; a tap means the chunk. @returns whether there is one */
  aimPinch(source: XRInputSource, chunk: number): boolean {
    const pinch = this.pinches.get(source)
    if (!pinch || pinch.kind === 'none') return false
    pinch.kind = 'floor'
    pinch.chunk = chunk
    return true
  }

  removeSource(source: XRInputSource): void {
    this.pinches.delete(source)
  }

  /**
   * Reads a hand at `position`, pointing along the unit vector `direction`, both in the room.
   * @returns whether it aims a teleport; `tap`: as long as it may still be a tap.
   */
  readSource(source: XRInputSource, position: Vector3, direction: Vector3): 'aim' | 'tap' | null {
    const pinch = this.pinches.get(source)
    if (!pinch) return null
    if (pinch.isEnding) {
      this.endPinch(source, pinch)
      return null
    }
    const { rig, head } = this.frameState.viewer
    const heading = getHeading(head.forward, head.up)
    // Relative to the rig: the visitor's own turn is no pull.
    pinch.lateral = Math.cos(heading) * (position.x - rig.x) - Math.sin(heading) * (position.z - rig.z)
    pinch.up = position.y - rig.y
    pinch.isHeld ||= performance.now() - pinch.startedAt > MIN_HOLD_MS
    if (pinch.kind === 'waiting' && direction.y < MAX_FLOOR_AIM_SINE) pinch.kind = 'floor'
    if (pinch.kind === 'waiting' && pinch.isHeld) {
      pinch.kind = 'air'
      pinch.appliedLateral = pinch.lateral
      pinch.appliedUp = pinch.up
    }
    if (pinch.kind !== 'floor') return null
    return pinch.isHeld ? 'aim' : 'tap'
  }

  /**
   * Moves the rig by what a hand has pulled.
   * @returns whether both hands pinch, which is a gesture of its own.
   */
  applyPulls(): boolean {
    let pinchCount = 0
    for (const { kind } of this.pinches.values()) if (kind !== 'none') pinchCount++
    for (const pinch of this.pinches.values()) {
      if (pinchCount > 1) pinch.kind = 'none'
      else if (pinch.kind === 'air') this.applyPull(pinch)
    }
    return pinchCount > 1
  }

  private applyPull(pinch: Pinch): void {
    const { viewer, preferences } = this.frameState
    const [headX, , headZ] = viewer.head.position
    let pull = pinch.lateral - pinch.appliedLateral
    if (preferences.turning === 'snap') pull = Math.trunc(pull / SNAP_PULL_M) * SNAP_PULL_M
    if (pull !== 0) {
      const turn = preferences.turning === 'snap' ? (pull / SNAP_PULL_M) * SNAP_TURN_RAD : pull * TURN_RAD_PER_M
      rotateAboutHead(viewer.rig, headX, headZ, turn)
      if (preferences.turning === 'snap') giveFeedback(this.frameState.feedback, 'turn', null)
      pinch.appliedLateral += pull
    }
    if (preferences.flying) changeFlightHeight(this.frameState, (pinch.appliedUp - pinch.up) * CLIMB_FACTOR)
    pinch.appliedUp = pinch.up
  }
}
