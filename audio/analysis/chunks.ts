import type { Samples, Seconds } from '../units.ts'
import { ANALYSIS_RATE_HZ, HOP_LENGTH } from './mel-spectrogram.ts'

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
 * Onsets at the very beginning or at or after the end would make empty chunks and are left out. A chunk shorter than
 * `shortest` takes in what follows it until it is long enough, and the last one, if short, goes to the one before it:
 * an attack keeps its beginning.
 * @param onsets frame numbers, rising
 * @param duration of the song
 * @param length of the song at the analysis rate
 * @param shortest length of a chunk, unless the song itself is shorter
 * @returns at least one chunk; the first starts at 0, each starts where the last ended, the last ends at `duration`
 */
export function partitionSong(
  onsets: number[],
  duration: Seconds,
  length: Samples,
  shortest: Seconds = 0,
): ChunkSpan[] {
  const starts: Samples[] = [0]
  for (const frame of onsets) {
    const at = frame * HOP_LENGTH
    if (at <= 0 || at >= length || at / ANALYSIS_RATE_HZ >= duration) continue
    const since = at / ANALYSIS_RATE_HZ - (starts.at(-1) as Samples) / ANALYSIS_RATE_HZ
    const left = duration - at / ANALYSIS_RATE_HZ
    if (since >= shortest && left >= shortest) starts.push(at)
  }
  return starts.map((from, i) => {
    const to = starts[i + 1]
    return to === undefined
      ? { start: from / ANALYSIS_RATE_HZ, end: duration, from, to: length }
      : { start: from / ANALYSIS_RATE_HZ, end: to / ANALYSIS_RATE_HZ, from, to }
  })
}
