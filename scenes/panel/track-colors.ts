import { getRainbowColor } from '../geometry/palette.ts'
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
