import type { Size } from '../ar/ar-placement.ts'

/** What can be said of AR in words; what moves is in `live`. */
export type ArState = {
  /** There is a surface under the reticle. */
  found: boolean
  placed: boolean
  /** A finger carries the song. */
  carried: boolean
  size: Size
  /** The device holds the song to the real place. */
  anchored: boolean
}

export const nothingPlaced: ArState = { found: false, placed: false, carried: false, size: 'table', anchored: false }
