import type { Decibels } from '../../audio/units.ts'

/** A song whose stretches differ by less than this looks level. */
const MIN_RANGE_DB: Decibels = 6

/** How loud each stretch is within the range of all, 0 to 1. */
export function computeLoudnessShares(loudness: ArrayLike<Decibels>): Float32Array {
  let quietest = Number.POSITIVE_INFINITY
  let loudest = Number.NEGATIVE_INFINITY
  for (let k = 0; k < loudness.length; k++) {
    quietest = Math.min(quietest, loudness[k]!)
    loudest = Math.max(loudest, loudness[k]!)
  }
  const from = Math.min(quietest, loudest - MIN_RANGE_DB)
  return Float32Array.from(loudness, (value) => (value - from) / (loudest - from))
}
