import type { ArSize } from '../ar/ar-placement.ts'

/** What can be said of AR in words; what moves is in `live`. */
export type ArState = {
  /** There is a surface under the reticle. */
  surfaceFound: boolean
  placed: boolean
  /** A finger carries the song. */
  dragging: boolean
  size: ArSize
  /** The device holds the song to the real place. */
  anchored: boolean
}

export const initialArState: ArState = {
  surfaceFound: false,
  placed: false,
  dragging: false,
  size: 'table',
  anchored: false,
}
