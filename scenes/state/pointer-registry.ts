import type { Vector3 } from 'three'

/** What is seen of a pointer of @pmndrs/pointer-events. */
type RegisteredPointer = {
  getEnabled: () => boolean
  getButtonsDown: () => ReadonlySet<number>
  getIntersection: () => { distance: number; pointOnFace: Vector3 } | undefined
}

/** What controllers and hands point with, from the components that make them to the view that draws them. */
export const pointerRegistry = new WeakMap<XRInputSource, RegisteredPointer>()
