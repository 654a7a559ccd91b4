import { findInterval } from '../../audio/find-interval.ts'
import { computeLoudnessShares } from '../geometry/loudness-shares.ts'
import { getRainbowColor } from '../geometry/palette.ts'
import type { PathChunk } from '../geometry/path.ts'
import { linearToHex } from '../geometry/srgb.ts'
import type { BoxesState } from '../state/frame-state.ts'

/** Number of segments of the seek bar, equally long in time. */
export const TRACK_SEGMENTS = 48

/** The color of each segment as #rrggbb: that of the chunk at its middle; a rainbow without a song. */
export function computeTrackColors({
  chunks,
  colors,
  count,
}: Pick<BoxesState, 'chunks' | 'colors' | 'count'>): string[] {
  const duration = chunks[count - 1]?.end ?? 0
  let chunk = 0
  return Array.from({ length: TRACK_SEGMENTS }, (_, k) => {
    if (duration === 0) return linearToHex(getRainbowColor(k / (TRACK_SEGMENTS - 1)))
    const time = ((k + 0.5) / TRACK_SEGMENTS) * duration
    while (chunk < count - 1 && (chunks[chunk]?.end ?? 0) <= time) chunk++
    return linearToHex([colors[chunk * 3] ?? 0, colors[chunk * 3 + 1] ?? 0, colors[chunk * 3 + 2] ?? 0])
  })
}

/** Heights of the seek bar's segments in pixels of the panel. */
export const MIN_SEGMENT_HEIGHT_PX = 5
const MAX_SEGMENT_HEIGHT_PX = 40

/** The height of each segment in pixels of the panel, by the loudness of the chunk at its middle. */
export function computeTrackHeights(chunks: readonly PathChunk[]): number[] {
  if (chunks.length === 0) return new Array(TRACK_SEGMENTS).fill(MIN_SEGMENT_HEIGHT_PX)
  const boundaries = [...chunks.map(({ start }) => start), chunks.at(-1)!.end]
  const duration = boundaries.at(-1)!
  const loudness = Array.from(
    { length: TRACK_SEGMENTS },
    (_, k) => chunks[findInterval(boundaries, ((k + 0.5) / TRACK_SEGMENTS) * duration)]!.loudness,
  )
  return Array.from(computeLoudnessShares(loudness), (share) =>
    Math.round(MIN_SEGMENT_HEIGHT_PX + (MAX_SEGMENT_HEIGHT_PX - MIN_SEGMENT_HEIGHT_PX) * share),
  )
}
