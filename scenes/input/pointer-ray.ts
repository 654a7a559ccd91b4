import { Quaternion, Vector3 } from 'three'
import type { ActivePointer } from '../state/pointer-state.ts'

/** A pointing device: a ray in the room from `position` along -z of `quaternion`. */
export type PointerRay = {
  kind: NonNullable<ActivePointer['kind']>
  handedness: ActivePointer['hand']
  position: Vector3
  quaternion: Quaternion
  /** The chunk it hits, or -1. */
  hoveredChunk: number
}

export const createPointerRay = (kind: PointerRay['kind'], handedness: PointerRay['handedness']): PointerRay => ({
  kind,
  handedness,
  position: new Vector3(),
  quaternion: new Quaternion(),
  hoveredChunk: -1,
})

export function getPointerKind({ targetRayMode, hand }: XRInputSource): PointerRay['kind'] {
  if (targetRayMode === 'screen') return 'touch'
  if (targetRayMode === 'gaze') return 'gaze'
  // A transient pointer is a pinch of a hand that is not reported.
  return hand || targetRayMode === 'transient-pointer' ? 'hand' : 'controller'
}

const rayDirection = new Vector3()

/** Copies the ray of the pointer used last into the frame state. */
export function reportPointer(
  pointer: ActivePointer,
  { kind, handedness, position, quaternion, hoveredChunk }: PointerRay,
): void {
  pointer.kind = kind
  pointer.hand = handedness
  position.toArray(pointer.origin)
  rayDirection.set(0, 0, -1).applyQuaternion(quaternion).toArray(pointer.direction)
  pointer.chunk = hoveredChunk
}
