import type { Hertz, Seconds } from '../units.ts'

/** How one chunk is played: the song from `offset` for `duration` seconds, with fades at both ends. */
export type Segment = {
  chunk: number
  offset: Seconds
  duration: Seconds
  fadeIn: Seconds
  fadeOut: Seconds
  /** Default 1. */
  gain?: number
}

/** Overlap of neighboring chunks around their boundary. */
const CROSSFADE_S: Seconds = 0.008
/** Fade where sound begins or ends elsewhere (seek, pause, a picked chunk). */
export const EDGE_FADE_S: Seconds = 0.005

/**
 * The N + 1 boundaries of N chunks, rounded to samples of the played buffer: a source that starts between two samples is
 * interpolated, which changes the sound.
 */
export function computeBoundaries(
  chunks: readonly { start: Seconds; end: Seconds }[],
  sampleRate: Hertz,
): Float64Array {
  const boundaries = new Float64Array(chunks.length + 1)
  chunks.forEach((chunk, i) => {
    boundaries[i] = snapToSample(chunk.start, sampleRate)
    boundaries[i + 1] = snapToSample(chunk.end, sampleRate)
  })
  return boundaries
}

/** The time of the nearest sample. */
export const snapToSample = (time: Seconds, sampleRate: Hertz): Seconds => Math.round(time * sampleRate) / sampleRate

/**
 * Half the overlap around boundary `i`: shorter beside short chunks, 0 at both ends of the song. Both neighbors use this
 * number, so their linear ramps sum to 1 at every sample.
 */
function computeHalfFade(boundaries: Float64Array, i: number, sampleRate: Hertz): Seconds {
  if (i <= 0 || i >= boundaries.length - 1) return 0
  const before = boundaries[i]! - boundaries[i - 1]!
  const after = boundaries[i + 1]! - boundaries[i]!
  return Math.floor(Math.min(CROSSFADE_S / 2, before / 4, after / 4) * sampleRate) / sampleRate
}

/**
 * Chunk `i` as part of the song. Consecutive segments add up to the song: their overlapping samples are equal, so
 * complementary (equal-gain) ramps restore them exactly, while equal-power ramps would add up to 3 dB.
 */
export function createSegment(boundaries: Float64Array, i: number, sampleRate: Hertz): Segment {
  const before = computeHalfFade(boundaries, i, sampleRate)
  const after = computeHalfFade(boundaries, i + 1, sampleRate)
  const offset = boundaries[i]! - before
  return {
    chunk: i,
    offset,
    duration: boundaries[i + 1]! + after - offset,
    fadeIn: 2 * before,
    fadeOut: 2 * after,
  }
}

/**
 * The rest of a segment from `time` on, with a short fade-in. The duration is 0 if that fade and the fade-out do not fit:
 * the next segment begins soon enough.
 */
export function trimSegmentStart(segment: Segment, time: Seconds): Segment {
  if (time <= segment.offset) return segment
  const end = segment.offset + segment.duration
  const duration = end - time
  if (duration < EDGE_FADE_S + segment.fadeOut) return { ...segment, offset: end, duration: 0, fadeIn: 0, fadeOut: 0 }
  return { ...segment, offset: time, duration, fadeIn: EDGE_FADE_S }
}

/** A chunk on its own: as in the song, but always with fades at both ends. */
export function createSoloSegment(boundaries: Float64Array, i: number, sampleRate: Hertz): Segment {
  const segment = createSegment(boundaries, i, sampleRate)
  const edge = Math.min(EDGE_FADE_S, segment.duration / 2)
  return { ...segment, fadeIn: Math.max(segment.fadeIn, edge), fadeOut: Math.max(segment.fadeOut, edge) }
}
