import { Quaternion, Vector3 } from 'three'
import type { ActivePointer } from '../state/pointer-state.ts'

/** Whatever points: from `position` along -z of `quaternion`, in the room. */
export type PointerRay = {
  kind: NonNullable<ActivePointer['kind']>
  handedness: ActivePointer['hand']
  position: Vector3
  quaternion: Quaternion
  /** Chunk it points at, or -1. */
  hoveredChunk: number
}

export const createPointerRay = (kind: PointerRay['kind'], side: PointerRay['handedness']): PointerRay => ({
  kind,
  handedness: side,
  position: new Vector3(),
  quaternion: new Quaternion(),
  hoveredChunk: -1,
})

export function getPointerKind({ targetRayMode, hand }: XRInputSource): PointerRay['kind'] {
  if (targetRayMode === 'screen') return 'touch'
  if (targetRayMode === 'gaze') return 'gaze'
  // A transient pointer is a pinch whose hand is not told.
  return hand || targetRayMode === 'transient-pointer' ? 'hand' : 'controller'
}

const rayDirection = new Vector3()

/** What is told of the pointer that was used last. */
export function reportPointer(
  pointer: ActivePointer,
  { kind, handedness: side, position, quaternion, hoveredChunk: hovered }: PointerRay,
): void {
  pointer.kind = kind
  pointer.hand = side
  position.toArray(pointer.origin)
  rayDirection.set(0, 0, -1).applyQuaternion(quaternion).toArray(pointer.direction)
  pointer.chunk = hovered
}
