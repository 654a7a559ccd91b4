import type { ChunkStyles } from './chunk-styles.ts'
import { type TimeWindow, timeToX } from './time-window.ts'

/** Boxes at least this wide have edges and gaps. */
const MIN_EDGED_WIDTH_PX = 6

/**
 * The rainbow track: one box per chunk, as wide as its duration, painted unplayed and, below, played. Cached until the
 * time window changes.
 */
export class ChunkTrack {
  private readonly canvas = document.createElement('canvas')
  private readonly context = this.canvas.getContext('2d') as CanvasRenderingContext2D
  private height = 0

  paint(
    window: TimeWindow,
    borders: Float64Array,
    looks: ChunkStyles,
    width: number,
    height: number,
    ratio: number,
  ): void {
    const { canvas, context } = this
    this.height = height
    if (canvas.width !== width || canvas.height !== height * 2) {
      canvas.width = width
      canvas.height = height * 2
    } else context.clearRect(0, 0, width, height * 2)
    const count = borders.length - 1
    const line = Math.max(1, Math.round(ratio))
    let drawn = -1
    for (let i = 0; i < count; i++) {
      const left = Math.round(timeToX(window, borders[i] as number, width))
      const right = Math.round(timeToX(window, borders[i + 1] as number, width))
      if (right < 0 || right <= drawn) continue
      if (left > width) break
      drawn = right
      const apart = right - left >= 3 * ratio ? line : 0
      const w = Math.max(1, right - left - apart)
      const look = looks.get(i)
      if (right - left < MIN_EDGED_WIDTH_PX * ratio) {
        this.fillRect(left, 0, w, height, look.unplayedNarrow)
        this.fillRect(left, height, w, height, look.playedNarrow)
        continue
      }
      this.fillRect(left, 0, w, height, look.unplayedEdge)
      this.fillRect(left + line, line, w - 2 * line, height - 2 * line, look.unplayed)
      this.fillRect(left, height, w, height, look.playedEdge)
      this.fillRect(left + line, height + line, w - 2 * line, height - 2 * line, look.played)
    }
  }

  private fillRect(x: number, y: number, w: number, h: number, color: string): void {
    this.context.fillStyle = color
    this.context.fillRect(x, y, w, h)
  }

  /** @param heardTo pixels from the left that have been played */
  draw(context: CanvasRenderingContext2D, y: number, heardTo: number): void {
    const { canvas, height } = this
    const { width } = canvas
    const to = Math.min(width, Math.max(0, Math.round(heardTo)))
    if (to > 0) context.drawImage(canvas, 0, height, to, height, 0, y, to, height)
    if (to < width) context.drawImage(canvas, to, 0, width - to, height, to, y, width - to, height)
  }
}
