import fc from 'fast-check'
import type { PathChunk } from '../../scenes/geometry/path.ts'

/** Chunks of the given durations, one after the other from 0. */
export function chunksOf(durations: readonly number[], loudness = -20): PathChunk[] {
  let end = 0
  return durations.map((duration) => {
    const start = end
    end += duration
    return { start, end, loudness }
  })
}

/** `count` chunks of lengths as songs have them, 0.05 to 1.5 seconds, the same every time. */
export const someChunks = (count: number): PathChunk[] =>
  chunksOf(Array.from({ length: count }, (_, i) => 0.05 + 1.45 * ((i * 0.618034) % 1) ** 2))

/** Any song's cuts: from a few milliseconds to minutes long. */
export const anyChunks = fc
  .array(fc.double({ min: 0.005, max: 120, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((durations) => chunksOf(durations))
