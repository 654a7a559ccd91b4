import type { Vector3 } from 'three'
import type { Meters, Radians } from '../../audio/units.ts'
import { getHeading } from '../geometry/motion.ts'
import type { FrameState } from '../state/frame-state.ts'
import { changeFlightHeight } from './eye-height.ts'
import { rotateAboutHead } from './rig.ts'

/** A pinch shorter than this is a click. */
const MIN_HOLD_MS = 250
/** A hand that points down at least so steeply (sine of the angle) points at the floor. */
const MAX_FLOOR_AIM_SINE = -0.15
/** Pulling the air sideways turns by a step each time it has come so far, or by so much for every meter. */
const SNAP_PULL_M: Meters = 0.12
const SNAP_TURN_RAD: Radians = Math.PI / 6
const TURN_RAD_PER_M = 4
/** Pulling it down lifts oneself by so much more. */
const CLIMB_FACTOR = 4

type Pinch = {
  startedAt: number
  kind: 'waiting' | 'floor' | 'air' | 'none'
  /** The hand in the visitor's space: sideways as seen by the head, and up; now, and up to where it has been followed. */
  lateral: Meters
  up: Meters
  appliedLateral: Meters
  appliedUp: Meters
}

/**
 * How to get about with what has no stick: tracked hands. A pinch held towards the floor aims a teleport; one held in
 * the air takes hold of the room: pulling it sideways turns, and up or down flies where that is wanted. A pinch on a
 * box or a panel is none of these: those claim it.
 */
export class PinchLocomotion {
  private readonly pinches = new Map<XRInputSource, Pinch>()
  /** Let go while aiming, and not yet told. */
  private readonly released = new Set<XRInputSource>()

  constructor(private readonly frameState: FrameState) {}

  /** @returns a function that lets go of the session. */
  attach(session: XRSession): () => void {
    const begun = ({ inputSource: source }: XRInputSourceEvent) => {
      if ((source.gamepad?.axes.length ?? 0) >= 4 || source.targetRayMode === 'screen') return
      const since = performance.now()
      this.pinches.set(source, {
        startedAt: since,
        kind: 'waiting',
        lateral: 0,
        up: 0,
        appliedLateral: 0,
        appliedUp: 0,
      })
    }
    const ended = ({ inputSource: source }: XRInputSourceEvent) => {
      if (this.pinches.get(source)?.kind === 'floor') this.released.add(source)
      this.pinches.delete(source)
    }
    session.addEventListener('selectstart', begun)
    session.addEventListener('selectend', ended)
    return () => {
      session.removeEventListener('selectstart', begun)
      session.removeEventListener('selectend', ended)
      this.pinches.clear()
      this.released.clear()
    }
  }

  /** Meant for something else. */
  cancelPinch(source: XRInputSource): void {
    const pinch = this.pinches.get(source)
    if (pinch) pinch.kind = 'none'
  }

  removeSource(source: XRInputSource): void {
    this.pinches.delete(source)
    this.released.delete(source)
  }

  /**
   * Reads one hand at `position` in the room, pointing along `direction`.
   * @returns whether it aims a teleport, or has just let it go.
   */
  readSource(source: XRInputSource, position: Vector3, direction: Vector3): 'aim' | 'release' | null {
    if (this.released.delete(source)) return 'release'
    const pinch = this.pinches.get(source)
    if (!pinch) return null
    const {
      viewer: { rig: visitor, head: ear },
    } = this.frameState
    const heading = getHeading(ear.forward, ear.up)
    // Against the visitor's own space: being turned is not pulling.
    pinch.lateral = Math.cos(heading) * (position.x - visitor.x) - Math.sin(heading) * (position.z - visitor.z)
    pinch.up = position.y - visitor.y
    if (pinch.kind === 'waiting' && performance.now() - pinch.startedAt > MIN_HOLD_MS) {
      pinch.kind = direction.y < MAX_FLOOR_AIM_SINE ? 'floor' : 'air'
      pinch.appliedLateral = pinch.lateral
      pinch.appliedUp = pinch.up
    }
    return pinch.kind === 'floor' ? 'aim' : null
  }

  /**
   * Moves the visitor by what a hand has pulled.
   * @returns whether both hands pinch, which means something else.
   */
  applyPulls(): boolean {
    let holding = 0
    for (const { kind } of this.pinches.values()) if (kind !== 'none') holding++
    for (const pinch of this.pinches.values()) {
      if (holding > 1) pinch.kind = 'none'
      else if (pinch.kind === 'air') this.applyPull(pinch)
    }
    return holding > 1
  }

  private applyPull(pinch: Pinch): void {
    const { frameState } = this
    const { turning, flying } = frameState.preferences
    let by = pinch.lateral - pinch.appliedLateral
    if (turning === 'snap') by = Math.trunc(by / SNAP_PULL_M) * SNAP_PULL_M
    if (by !== 0) {
      const turn = turning === 'snap' ? (by / SNAP_PULL_M) * SNAP_TURN_RAD : by * TURN_RAD_PER_M
      rotateAboutHead(
        frameState.viewer.rig,
        frameState.viewer.head.position[0],
        frameState.viewer.head.position[2],
        turn,
      )
      pinch.appliedLateral += by
    }
    if (flying) changeFlightHeight(frameState, (pinch.appliedUp - pinch.up) * CLIMB_FACTOR)
    pinch.appliedUp = pinch.up
  }
}
