import type { Vector3 } from 'three'
import type { Meters, Radians } from '../../audio/units.ts'
import { headingOf } from '../geometry/motion.ts'
import type { Live } from '../state/frame-state.ts'
import { fly } from './eye-height.ts'
import { turnAbout } from './rig.ts'

/** A pinch shorter than this is a click. */
const HELD_MILLISECONDS = 250
/** A hand that points down at least so steeply (sine of the angle) points at the floor. */
const FLOORWARD = -0.15
/** Pulling the air sideways turns by a step each time it has come so far, or by so much for every meter. */
const STEP: Meters = 0.12
const SNAP_TURN: Radians = Math.PI / 6
const RADIANS_PER_METER = 4
/** Pulling it down lifts oneself by so much more. */
const CLIMB = 4

type Pinch = {
  since: number
  kind: 'waiting' | 'floor' | 'air' | 'none'
  /** The hand in the visitor's space: sideways as seen by the head, and up; now, and up to where it has been followed. */
  side: Meters
  up: Meters
  doneSide: Meters
  doneUp: Meters
}

/**
 * How to get about with what has no stick: tracked hands. A pinch held towards the floor aims a teleport; one held in
 * the air takes hold of the room: pulling it sideways turns, and up or down flies where that is wanted. A pinch on a
 * box or a panel is none of these: those claim it.
 */
export class Pinches {
  private readonly pinches = new Map<XRInputSource, Pinch>()
  /** Let go while aiming, and not yet told. */
  private readonly released = new Set<XRInputSource>()

  constructor(private readonly live: Live) {}

  /** @returns a function that lets go of the session. */
  attach(session: XRSession): () => void {
    const begun = ({ inputSource: source }: XRInputSourceEvent) => {
      if ((source.gamepad?.axes.length ?? 0) >= 4 || source.targetRayMode === 'screen') return
      const since = performance.now()
      this.pinches.set(source, { since, kind: 'waiting', side: 0, up: 0, doneSide: 0, doneUp: 0 })
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
  drop(source: XRInputSource): void {
    const pinch = this.pinches.get(source)
    if (pinch) pinch.kind = 'none'
  }

  forget(source: XRInputSource): void {
    this.pinches.delete(source)
    this.released.delete(source)
  }

  /**
   * Reads one hand at `position` in the room, pointing along `direction`.
   * @returns whether it aims a teleport, or has just let it go.
   */
  follow(source: XRInputSource, position: Vector3, direction: Vector3): 'aim' | 'release' | null {
    if (this.released.delete(source)) return 'release'
    const pinch = this.pinches.get(source)
    if (!pinch) return null
    const { visitor, ear } = this.live
    const heading = headingOf(ear.forward, ear.up)
    // Against the visitor's own space: being turned is not pulling.
    pinch.side = Math.cos(heading) * (position.x - visitor.x) - Math.sin(heading) * (position.z - visitor.z)
    pinch.up = position.y - visitor.y
    if (pinch.kind === 'waiting' && performance.now() - pinch.since > HELD_MILLISECONDS) {
      pinch.kind = direction.y < FLOORWARD ? 'floor' : 'air'
      pinch.doneSide = pinch.side
      pinch.doneUp = pinch.up
    }
    return pinch.kind === 'floor' ? 'aim' : null
  }

  /**
   * Moves the visitor by what a hand has pulled.
   * @returns whether both hands pinch, which means something else.
   */
  drag(): boolean {
    let holding = 0
    for (const { kind } of this.pinches.values()) if (kind !== 'none') holding++
    for (const pinch of this.pinches.values()) {
      if (holding > 1) pinch.kind = 'none'
      else if (pinch.kind === 'air') this.pull(pinch)
    }
    return holding > 1
  }

  private pull(pinch: Pinch): void {
    const { live } = this
    const { turning, flying } = live.preferences
    let by = pinch.side - pinch.doneSide
    if (turning === 'snap') by = Math.trunc(by / STEP) * STEP
    if (by !== 0) {
      const turn = turning === 'snap' ? (by / STEP) * SNAP_TURN : by * RADIANS_PER_METER
      turnAbout(live.visitor, live.ear.position[0], live.ear.position[2], turn)
      pinch.doneSide += by
    }
    if (flying) fly(live, (pinch.doneUp - pinch.up) * CLIMB)
    pinch.doneUp = pinch.up
  }
}
