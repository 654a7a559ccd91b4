import type { Meters } from '../units.ts'

/** A voice has full gain within this distance. */
export const REF_DISTANCE_M: Meters = 1.5
/** Below 1, so the gain falls more slowly than in free field. */
export const ROLLOFF_FACTOR = 0.7

/** The inverse distance model of a PannerNode. */
export const computeDistanceGain = (distance: Meters): number =>
  REF_DISTANCE_M / (REF_DISTANCE_M + ROLLOFF_FACTOR * (Math.max(distance, REF_DISTANCE_M) - REF_DISTANCE_M))

/** A room hears distance less than an ear: the ratio of direct sound to tail falls by 6.5 dB from 1 to 6 m. */
export const computeSendGain = (distance: Meters): number => Math.cbrt(computeDistanceGain(distance))
