import { getRainbowColor } from '../geometry/palette.ts'
import type { BoxesState } from '../state/frame-state.ts'

/** The track is cut into so many equally long parts. */
export const TRACK_SEGMENTS = 48

/** One color a part, as its boxes have it; the rainbow where there is no song. */
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

/** Linear light (0-1) as the panel takes colors. */
function linearToHex([r, g, b]: readonly [r: number, g: number, b: number]): string {
  return `#${[r, g, b].map(channelToHex).join('')}`
}

const channelToHex = (channel: number) =>
  Math.round(255 * (channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055))
    .toString(16)
    .padStart(2, '0')
