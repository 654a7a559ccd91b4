import type { Vector3 } from 'three'

/** Fields that are used of a pointer of @pmndrs/pointer-events. */
type RegisteredPointer = {
  getEnabled: () => boolean
  getButtonsDown: () => ReadonlySet<number>
  /** Forgets presses without a click. */
  cancel: (nativeEvent: { timeStamp: number }) => void
  getIntersection: () => { distance: number; pointOnFace: Vector3 } | undefined
}

/** Pointers of controllers and hands: set by the components that create them, read by the view that draws them. */
export const pointerRegistry = new WeakMap<XRInputSource, RegisteredPointer>()
