import type { Samples, Seconds } from '../units.ts'
import { ANALYSIS_RATE_HZ, HOP_LENGTH } from './mel-spectrogram.ts'

/** A chunk in seconds and in samples. */
export type ChunkSpan = {
  start: Seconds
  end: Seconds
  /** Samples at the analysis rate: [from, to). */
  from: Samples
  to: Samples
}

/**
 * Cuts the whole song at its onsets, without gaps. Onsets at the very beginning or at or after the end are ignored: they
 * would make empty chunks. A chunk shorter than `minDuration` is joined to the following ones until it is long enough;
 * a last chunk that is too short is joined to the one before it.
 * @param onsets ascending frame numbers
 * @param duration of the song
 * @param length of the song at the analysis rate
 * @param minDuration of a chunk, unless the song itself is shorter
 * @returns at least one chunk; the first starts at 0, each starts where the last ended, the last ends at `duration`
 */
export function partitionSong(
  onsets: number[],
  duration: Seconds,
  length: Samples,
  minDuration: Seconds = 0,
): ChunkSpan[] {
  const starts: Samples[] = [0]
  for (const frame of onsets) {
    const at = frame * HOP_LENGTH
    if (at <= 0 || at >= length || at / ANALYSIS_RATE_HZ >= duration) continue
    const elapsed = at / ANALYSIS_RATE_HZ - starts.at(-1)! / ANALYSIS_RATE_HZ
    const remaining = duration - at / ANALYSIS_RATE_HZ
    if (elapsed >= minDuration && remaining >= minDuration) starts.push(at)
  }
  return starts.map((from, i) => {
    const to = starts[i + 1]
    return to === undefined
      ? { start: from / ANALYSIS_RATE_HZ, end: duration, from, to: length }
      : { start: from / ANALYSIS_RATE_HZ, end: to / ANALYSIS_RATE_HZ, from, to }
  })
}
