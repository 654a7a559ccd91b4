import { Quaternion, Vector3 } from 'three'

/** What points at things; the one that was used last. Origin and direction are in the room. */
export type Pointer = {
  kind: 'controller' | 'hand' | 'gaze' | 'mouse' | 'touch' | null
  hand: 'left' | 'right' | 'none'
  origin: [number, number, number]
  direction: [number, number, number]
  /** -1: at no box. */
  chunk: number
}

export const noPointer = (): Pointer => ({
  kind: null,
  hand: 'none',
  origin: [0, 0, 0],
  direction: [0, 0, -1],
  chunk: -1,
})

/** Whatever points: from `position` along -z of `quaternion`, in the room. */
export type Aim = {
  kind: NonNullable<Pointer['kind']>
  side: Pointer['hand']
  position: Vector3
  quaternion: Quaternion
  /** Chunk it points at, or -1. */
  hovered: number
}

export const createAim = (kind: Aim['kind'], side: Aim['side']): Aim => ({
  kind,
  side,
  position: new Vector3(),
  quaternion: new Quaternion(),
  hovered: -1,
})

export function kindOf({ targetRayMode, hand }: XRInputSource): Aim['kind'] {
  if (targetRayMode === 'screen') return 'touch'
  if (targetRayMode === 'gaze') return 'gaze'
  // A transient pointer is a pinch whose hand is not told.
  return hand || targetRayMode === 'transient-pointer' ? 'hand' : 'controller'
}

const along = new Vector3()

/** What is told of the pointer that was used last. */
export function tellPointer(pointer: Pointer, { kind, side, position, quaternion, hovered }: Aim): void {
  pointer.kind = kind
  pointer.hand = side
  position.toArray(pointer.origin)
  along.set(0, 0, -1).applyQuaternion(quaternion).toArray(pointer.direction)
  pointer.chunk = hovered
}
