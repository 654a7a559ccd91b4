import type { SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import { findInterval } from '../../../audio/find-interval.ts'
import { formatTime } from '../../../audio/format-time.ts'
import type { Seconds } from '../../../audio/units.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { ChunkStyles } from './chunk-styles.ts'
import { ChunkTrack } from './chunk-track.ts'
import { createMipmap, extendMipmap, type SpectrumMipmap } from './mipmap.ts'
import { FRAMES_PER_S, SpectrumTiles } from './spectrum-tiles.ts'
import {
  containsTime,
  createTimeWindow,
  followPlayhead,
  revealRange,
  selectTickStep,
  setTimeWindow,
  showsWholeSong,
  timeToX,
  xToTime,
} from './time-window.ts'

/** CSS pixels. */
export const TRACK_HEIGHT_PX = 18
const TRACK_GAP_PX = 4
const MIN_TICK_DISTANCE_PX = 96
/** Onset lines fade in between these mean distances, in CSS pixels. */
const LINE_FADE_START_PX = 5
const LINE_FADE_END_PX = 22
/** Time in each frame for building the mipmap. */
const MIPMAP_BUDGET_MS = 5

const EMPTY_BOUNDARIES = new Float64Array(0)

/** Draws the strip for its time window. */
export class StripPainter {
  readonly timeWindow = createTimeWindow(0)
  /** The time to which the playhead is dragged, sought before the next paint; -1 for none. */
  scrubTime: Seconds = -1
  private readonly context: CanvasRenderingContext2D
  private readonly tiles = new SpectrumTiles()
  private readonly track = new ChunkTrack()
  private boundaries: Float64Array<ArrayBuffer> = EMPTY_BOUNDARIES
  private styles = new ChunkStyles(new Float32Array(0))
  private spectrogram: SpectrogramImage | null = null
  private mipmap: SpectrumMipmap | null = null
  private generation = -1
  private isFollowing = true
  private pixelRatio = 1
  private fontFamily = ''
  /** The values of the last paint; equal ones need no new paint. */
  private readonly paintedValues = new Float64Array(8)
  private readonly currentValues = new Float64Array(8)
  private isTrackDirty = true

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly room: SceneContext,
    /** Called when the hovered chunk or the time window has changed. */
    private readonly onChange: (hovered: number) => void,
  ) {
    this.context = canvas.getContext('2d') as CanvasRenderingContext2D
    this.fontFamily = getComputedStyle(canvas).fontFamily
  }

  resize(width: number, height: number, pixelRatio: number): void {
    this.pixelRatio = pixelRatio
    this.canvas.width = Math.round(width * pixelRatio)
    this.canvas.height = Math.round(height * pixelRatio)
    this.isTrackDirty = true
    this.paintedValues.fill(Number.NaN)
  }

  /** Called after the visitor has moved the view: it follows the playhead only if that is still visible. */
  updateFollowing(): void {
    this.isFollowing = containsTime(this.timeWindow, this.room.frameState.playhead.time)
  }

  showWholeSong(): void {
    setTimeWindow(this.timeWindow, 0, this.timeWindow.duration)
    this.isFollowing = true
  }

  /** The chunk under a CSS pixel of the strip; -1 without a song. */
  findChunkAt(x: number): number {
    if (this.boundaries.length < 2) return -1
    return findInterval(this.boundaries, this.findTimeAt(x))
  }

  findTimeAt(x: number): Seconds {
    return xToTime(this.timeWindow, x * this.pixelRatio, this.canvas.width)
  }

  /** Brings a chunk into view and stops following the playhead. */
  revealChunk(chunk: number): void {
    const { boundaries } = this
    if (chunk < 0 || chunk >= boundaries.length - 1) return
    revealRange(this.timeWindow, boundaries[chunk] as number, boundaries[chunk + 1] as number)
    this.updateFollowing()
  }

  paint(dt: Seconds): void {
    this.updateSong()
    this.extendMipmap()
    const { frameState, actions } = this.room
    if (this.scrubTime >= 0) {
      actions.seek(this.scrubTime)
      this.scrubTime = -1
    }
    const time = this.room.services.playback?.time() ?? 0
    this.followPlayhead(time, dt)
    if (!this.hasChanged(time)) return
    this.draw(time)
    this.onChange(frameState.pointer.hoveredChunk)
  }

  private updateSong(): void {
    const { frameState, store } = this.room
    const { spectrogram } = store.getState()
    const fresh = frameState.boxes.generation !== this.generation
    if (!fresh && spectrogram === this.spectrogram) return
    if (spectrogram !== this.spectrogram) this.mipmap = spectrogram ? createMipmap(spectrogram) : null
    this.spectrogram = spectrogram
    this.generation = frameState.boxes.generation
    this.boundaries = new Float64Array(frameState.boxes.count > 0 ? frameState.boxes.count + 1 : 0)
    frameState.boxes.chunks.forEach((chunk, i) => {
      this.boundaries[i] = chunk.start
      this.boundaries[i + 1] = chunk.end
    })
    this.styles = new ChunkStyles(frameState.boxes.colors)
    this.tiles.setSpectrum(this.mipmap, this.boundaries, frameState.boxes.colors as Float32Array<ArrayBuffer>)
    const duration = frameState.boxes.chunks.at(-1)?.end ?? (spectrogram ? spectrogram.frames / FRAMES_PER_S : 0)
    // New chunks of the same sound keep the view.
    if (Math.abs(duration - this.timeWindow.duration) > 0.05) Object.assign(this.timeWindow, createTimeWindow(duration))
    this.isTrackDirty = true
    this.paintedValues.fill(Number.NaN)
  }

  private extendMipmap(): void {
    const { mipmap } = this
    if (!mipmap || mipmap.builtFrames >= mipmap.frames) return
    const until = performance.now() + MIPMAP_BUDGET_MS
    while (mipmap.builtFrames < mipmap.frames && performance.now() < until) extendMipmap(mipmap)
  }

  private followPlayhead(time: Seconds, dt: Seconds): void {
    const { timeWindow, room } = this
    if (showsWholeSong(timeWindow)) return
    const last = this.paintedValues[0] as number
    // The playhead was sought or came into view: the view follows it again.
    if (Math.abs(time - last) > 0.5 || (containsTime(timeWindow, time) && !containsTime(timeWindow, last)))
      this.isFollowing = true
    const jumped = !containsTime(timeWindow, time)
    if (this.isFollowing && (room.services.playback?.playing || jumped))
      followPlayhead(timeWindow, time, dt, room.frameState.viewer.reducedMotion)
  }

  private hasChanged(time: Seconds): boolean {
    const { currentValues, paintedValues, timeWindow, mipmap } = this
    const { frameState, store } = this.room
    let glow = 0
    for (let i = 0; i < frameState.boxes.count; i++) glow += frameState.boxes.glow[i] as number
    currentValues[0] = time
    currentValues[1] = frameState.pointer.hoveredChunk
    currentValues[2] = store.getState().selected ?? -1
    currentValues[3] = timeWindow.from
    currentValues[4] = timeWindow.span
    currentValues[5] = mipmap?.builtFrames ?? 0
    currentValues[6] = glow < 0.01 ? 0 : glow
    currentValues[7] = frameState.playhead.chunk
    let same = true
    for (let k = 0; k < currentValues.length; k++) if (currentValues[k] !== paintedValues[k]) same = false
    if (currentValues[3] !== paintedValues[3] || currentValues[4] !== paintedValues[4]) this.isTrackDirty = true
    paintedValues.set(currentValues)
    return !same
  }

  private draw(time: Seconds): void {
    const { context, canvas, timeWindow, pixelRatio, boundaries } = this
    const { frameState } = this.room
    const { width } = canvas
    const bar = Math.round(TRACK_HEIGHT_PX * pixelRatio)
    const top = canvas.height - bar
    const height = top - Math.round(TRACK_GAP_PX * pixelRatio)
    if (this.isTrackDirty) this.track.paint(timeWindow, boundaries, this.styles, width, bar, pixelRatio)
    this.isTrackDirty = false
    context.clearRect(0, 0, width, canvas.height)
    if (width === 0 || timeWindow.duration === 0) return
    const scale = timeWindow.span / width
    this.tiles.draw(context, Math.round(timeWindow.from / scale), scale, width, height)
    const head = timeToX(timeWindow, time, width)
    context.fillStyle = 'rgb(5 6 10 / 36%)'
    if (head < width) context.fillRect(Math.max(0, head), 0, width - Math.max(0, head), height)
    this.drawOnsets(height)
    this.drawTicks()
    this.track.draw(
      context,
      top,
      timeToX(timeWindow, frameState.boxes.chunks[frameState.playhead.chunk]?.start ?? 0, width),
    )
    this.drawMarks(height, top, bar)
    this.drawPlayhead(head)
  }

  private drawOnsets(height: number): void {
    const { context, canvas, timeWindow, boundaries, pixelRatio } = this
    const count = boundaries.length - 1
    if (count < 2) return
    const first = findInterval(boundaries, timeWindow.from)
    const last = findInterval(boundaries, timeWindow.from + timeWindow.span)
    const distance = canvas.width / pixelRatio / (last - first + 1)
    const presence = Math.min(1, (distance - LINE_FADE_START_PX) / (LINE_FADE_END_PX - LINE_FADE_START_PX))
    if (presence <= 0) return
    context.globalAlpha = presence
    context.fillStyle = 'rgb(233 237 248 / 30%)'
    const line = Math.max(1, Math.round(pixelRatio))
    for (let i = Math.max(1, first); i <= last; i++)
      context.fillRect(Math.round(timeToX(timeWindow, boundaries[i] as number, canvas.width)), 0, line, height)
    context.globalAlpha = 1
  }

  private drawTicks(): void {
    const { context, canvas, timeWindow, pixelRatio } = this
    const { width } = canvas
    const step = selectTickStep(timeWindow.span, width / pixelRatio / MIN_TICK_DISTANCE_PX)
    context.font = `${10 * pixelRatio}px ${this.fontFamily}`
    context.textBaseline = 'top'
    for (let k = Math.max(1, Math.ceil(timeWindow.from / step)); k * step < timeWindow.from + timeWindow.span; k++) {
      const x = Math.round(timeToX(timeWindow, k * step, width))
      context.fillStyle = 'rgb(233 237 248 / 34%)'
      context.fillRect(x, 0, Math.max(1, Math.round(pixelRatio)), 5 * pixelRatio)
      context.fillStyle = 'rgb(233 237 248 / 58%)'
      context.fillText(formatTime(k * step, step < 1 ? 1 : 0), x + 4 * pixelRatio, 3 * pixelRatio)
    }
  }

  /** Sounding chunks glow, the hovered one is lighter, the selected one has a mark above it. */
  private drawMarks(height: number, top: number, bar: number): void {
    const { context, canvas, timeWindow, boundaries, styles, pixelRatio } = this
    const { frameState, store } = this.room
    const { selected } = store.getState()
    const { width } = canvas
    const first = boundaries.length > 1 ? findInterval(boundaries, timeWindow.from) : 0
    const last = boundaries.length > 1 ? findInterval(boundaries, timeWindow.from + timeWindow.span) : -1
    for (let i = first; i <= last; i++) {
      const glow = frameState.boxes.glow[i] as number
      const hovered = i === frameState.pointer.hoveredChunk
      if (glow < 0.01 && !hovered && i !== selected) continue
      const x = timeToX(timeWindow, boundaries[i] as number, width)
      const w = Math.max(2 * pixelRatio, timeToX(timeWindow, boundaries[i + 1] as number, width) - x)
      const lift = Math.max(glow * 0.2, hovered ? 0.26 : 0)
      context.globalCompositeOperation = 'lighter'
      context.globalAlpha = lift
      context.fillStyle = styles.get(i).playedEdge
      context.fillRect(x, 0, w, height)
      context.globalCompositeOperation = 'source-over'
      context.globalAlpha = Math.max(glow, hovered ? 0.75 : 0)
      context.fillStyle = styles.get(i).highlight
      context.fillRect(x, top, w, bar)
      context.globalAlpha = 1
      if (i === selected) {
        // Slim chunks get a mark that is wide enough to see.
        const mark = Math.max(w, 6 * pixelRatio)
        context.fillStyle = '#fff'
        context.fillRect(x + (w - mark) / 2, top - 3 * pixelRatio, mark, 2 * pixelRatio)
      }
    }
  }

  private drawPlayhead(head: number): void {
    const { context, canvas, pixelRatio } = this
    if (head < -pixelRatio || head > canvas.width + pixelRatio) return
    const { height } = canvas
    context.fillStyle = 'rgb(255 255 255 / 12%)'
    context.fillRect(head - 2.5 * pixelRatio, 0, 5 * pixelRatio, height)
    context.fillStyle = '#fff'
    context.fillRect(head - 0.75 * pixelRatio, 0, 1.5 * pixelRatio, height)
  }
}
