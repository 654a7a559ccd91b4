import type { Hertz, Seconds } from '../units.ts'

/** One chunk's turn: read the song from `offset` for `duration` seconds, fading at both ends. */
export type Segment = {
  chunk: number
  offset: Seconds
  duration: Seconds
  fadeIn: Seconds
  fadeOut: Seconds
}

/** Neighbors overlap by this much around their joint. */
const CROSSFADE_S: Seconds = 0.008
/** Fade where sound begins or is cut off anywhere else (seek, pause, a pick). */
export const EDGE_FADE_S: Seconds = 0.005

/**
 * The N + 1 borders of N chunks, moved to the nearest sample of the buffer that will be played:
 * a source that starts between two samples is interpolated, and the song would no longer be itself.
 */
export function computeBoundaries(
  chunks: readonly { start: Seconds; end: Seconds }[],
  sampleRate: Hertz,
): Float64Array {
  const borders = new Float64Array(chunks.length + 1)
  chunks.forEach((chunk, i) => {
    borders[i] = snapToSample(chunk.start, sampleRate)
    borders[i + 1] = snapToSample(chunk.end, sampleRate)
  })
  return borders
}

/** The nearest time that falls on a sample. */
export const snapToSample = (time: Seconds, sampleRate: Hertz): Seconds => Math.round(time * sampleRate) / sampleRate

/**
 * Half the overlap around border `i`: shorter beside short chunks, none at the song's own two ends.
 * Both neighbors use this one number, and their linear ramps sum to 1 at every sample.
 */
function computeHalfFade(borders: Float64Array, i: number, sampleRate: Hertz): Seconds {
  if (i <= 0 || i >= borders.length - 1) return 0
  const before = borders[i]! - borders[i - 1]!
  const after = borders[i + 1]! - borders[i]!
  return Math.floor(Math.min(CROSSFADE_S / 2, before / 4, after / 4) * sampleRate) / sampleRate
}

/**
 * The whole of chunk `i` as the song plays it. Consecutive parts started `borders` apart add up to the song:
 * the overlapping samples are the same, so complementary (equal-gain) ramps restore them exactly, where
 * equal-power ramps would swell by 3 dB.
 */
export function createSegment(borders: Float64Array, i: number, sampleRate: Hertz): Segment {
  const before = computeHalfFade(borders, i, sampleRate)
  const after = computeHalfFade(borders, i + 1, sampleRate)
  const offset = borders[i]! - before
  return {
    chunk: i,
    offset,
    duration: borders[i + 1]! + after - offset,
    fadeIn: 2 * before,
    fadeOut: 2 * after,
  }
}

/**
 * What is left of a part when the song is entered at `time` inside it, with a short fade at the entry.
 * Nothing (a duration of 0) when that fade and the part's own fade-out no longer fit: the next part takes over.
 */
export function trimSegmentStart(part: Segment, time: Seconds): Segment {
  if (time <= part.offset) return part
  const end = part.offset + part.duration
  const duration = end - time
  if (duration < EDGE_FADE_S + part.fadeOut) return { ...part, offset: end, duration: 0, fadeIn: 0, fadeOut: 0 }
  return { ...part, offset: time, duration, fadeIn: EDGE_FADE_S }
}

/** A chunk on its own: like its turn in the song, but never starting or ending on a bare edge. */
export function createSoloSegment(borders: Float64Array, i: number, sampleRate: Hertz): Segment {
  const part = createSegment(borders, i, sampleRate)
  const edge = Math.min(EDGE_FADE_S, part.duration / 2)
  return { ...part, fadeIn: Math.max(part.fadeIn, edge), fadeOut: Math.max(part.fadeOut, edge) }
}
