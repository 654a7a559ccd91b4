import { analysisRate, hop } from './spectrum.ts'
import type { Samples, Seconds } from './units.ts'

/** A stretch of the song in both its measures. */
export type ChunkSpan = {
  start: Seconds
  end: Seconds
  /** Samples at the analysis rate: [from, to). */
  from: Samples
  to: Samples
}

/**
 * Cuts the whole song at its onsets: what comes before the first and after the last one are chunks too.
 * Onsets at the very beginning or at or after the end would make empty chunks and are left out.
 * @param onsets frame numbers, rising
 * @param duration of the song
 * @param length of the song at the analysis rate
 * @returns at least one chunk; the first starts at 0, each starts where the last ended, the last ends at `duration`
 */
export function partition(onsets: number[], duration: Seconds, length: Samples): ChunkSpan[] {
  const cuts = onsets.map((frame) => frame * hop).filter((at) => at > 0 && at < length && at / analysisRate < duration)
  const starts = [0, ...cuts]
  return starts.map((from, i) => {
    const to = starts[i + 1]
    return to === undefined
      ? { start: from / analysisRate, end: duration, from, to: length }
      : { start: from / analysisRate, end: to / analysisRate, from, to }
  })
}
