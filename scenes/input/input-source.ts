import { Quaternion, Vector3 } from 'three'
import { createTrace, type Trace } from '../geometry/throw-physics.ts'
import type { Visitor } from '../state/frame-state.ts'
import { type Aim, createAim, kindOf } from './pointer.ts'

/** What closed around a box must also open again: a click of the other button does not drop it. */
export type Grip = 'squeeze' | 'select'

/** A controller or a tracked hand. */
export type Hand = Aim & {
  source: XRInputSource
  /** Where it is in the visitor's own space, now and a frame before. */
  own: Vector3
  ownBefore: Vector3
  /** Where it closes, in the room: the palm of a tracked hand. */
  palm: Vector3
  fist: boolean
  /** The ray meets the hovered box itself (not its tile of the path), near enough to take it. */
  reachable: boolean
  /** Chunk the trigger went down on, or -1, and when. */
  pressed: number
  pressedAt: number
  /** Closed around nothing. */
  closed: Grip | null
  holding: Grip | null
  /** The held box, its place and its turn in the hand's own frame, and its way lately. */
  chunk: number
  grip: Vector3
  gripTurn: Quaternion
  trace: Trace
}

export const createHand = (source: XRInputSource): Hand => ({
  ...createAim(kindOf(source), source.handedness),
  source,
  own: new Vector3(),
  ownBefore: new Vector3(),
  palm: new Vector3(),
  fist: false,
  reachable: false,
  pressed: -1,
  pressedAt: 0,
  closed: null,
  holding: null,
  chunk: -1,
  grip: new Vector3(),
  gripTurn: new Quaternion(),
  trace: createTrace(),
})

export const UP = new Vector3(0, 1, 0)

/** From the visitor's own space to the room's; `out` may be `own`. */
export function toRoomPlace(visitor: Visitor, own: Vector3, out: Vector3): void {
  out.copy(own).applyAxisAngle(UP, visitor.yaw)
  out.x += visitor.x
  out.y += visitor.y
  out.z += visitor.z
}
