import type { SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import { findInterval } from '../../../audio/find-interval.ts'
import { formatTime } from '../../../audio/format-time.ts'
import type { Seconds } from '../../../audio/units.ts'
import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import { ChunkStyles } from './chunk-styles.ts'
import { ChunkTrack } from './chunk-track.ts'
import { createMipmap, extendMipmap, type SpectrumMipmap } from './mipmap.ts'
import { framesPerSecond, SpectrumTiles } from './spectrum-tiles.ts'
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
/** Onset lines fade in between these mean distances. */
const LINE_FADE_START_PX = 5
const LINE_FADE_END_PX = 22
/** Part of a frame that may go into the pyramid. */
const MIPMAP_BUDGET_MS = 5

const EMPTY_BOUNDARIES = new Float64Array(0)

/** Draws the strip, and knows what part of the song it shows. */
export class StripPainter {
  readonly timeWindow = createTimeWindow(0)
  /** Where a finger drags the playhead, to be sought before the next picture; -1 for none. */
  scrubTime: Seconds = -1
  private readonly context: CanvasRenderingContext2D
  private readonly tiles = new SpectrumTiles()
  private readonly track = new ChunkTrack()
  private boundaries: Float64Array<ArrayBuffer> = EMPTY_BOUNDARIES
  private styles = new ChunkStyles(new Float32Array(0))
  private spectrum: SpectrogramImage | null = null
  private mipmap: SpectrumMipmap | null = null
  private generation = -1
  private isFollowing = true
  private pixelRatio = 1
  private fontFamily = ''
  /** What the last picture showed; the same again needs no painting. */
  private readonly paintedValues = new Float64Array(8)
  private readonly currentValues = new Float64Array(8)
  private isTrackDirty = true

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly room: SceneContext,
    /** Called when the hovered chunk or the window has changed. */
    private readonly onChange: (hovered: number) => void,
  ) {
    this.context = canvas.getContext('2d') as CanvasRenderingContext2D
    this.fontFamily = getComputedStyle(canvas).fontFamily
  }

  resize(width: number, height: number, ratio: number): void {
    this.pixelRatio = ratio
    this.canvas.width = Math.round(width * ratio)
    this.canvas.height = Math.round(height * ratio)
    this.isTrackDirty = true
    this.paintedValues.fill(Number.NaN)
  }

  /** The visitor has moved the view: it follows the playhead only if that is still in it. */
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

  /** Brings a chunk into view; the view stays there. */
  revealChunk(chunk: number): void {
    const { boundaries: borders } = this
    if (chunk < 0 || chunk >= borders.length - 1) return
    revealRange(this.timeWindow, borders[chunk] as number, borders[chunk + 1] as number)
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
    const { spectrogram: spectrum } = store.getState()
    const fresh = frameState.boxes.generation !== this.generation
    if (!fresh && spectrum === this.spectrum) return
    if (spectrum !== this.spectrum) this.mipmap = spectrum ? createMipmap(spectrum) : null
    this.spectrum = spectrum
    this.generation = frameState.boxes.generation
    this.boundaries = new Float64Array(frameState.boxes.count > 0 ? frameState.boxes.count + 1 : 0)
    frameState.boxes.chunks.forEach((chunk, i) => {
      this.boundaries[i] = chunk.start
      this.boundaries[i + 1] = chunk.end
    })
    this.styles = new ChunkStyles(frameState.boxes.colors)
    this.tiles.setSpectrum(this.mipmap, this.boundaries, frameState.boxes.colors as Float32Array<ArrayBuffer>)
    const duration = frameState.boxes.chunks.at(-1)?.end ?? (spectrum ? spectrum.frames / framesPerSecond : 0)
    // Other cuts of the same sound leave the view where it is.
    if (Math.abs(duration - this.timeWindow.duration) > 0.05) Object.assign(this.timeWindow, createTimeWindow(duration))
    this.isTrackDirty = true
    this.paintedValues.fill(Number.NaN)
  }

  private extendMipmap(): void {
    const { mipmap: pyramid } = this
    if (!pyramid || pyramid.builtFrames >= pyramid.frames) return
    const until = performance.now() + MIPMAP_BUDGET_MS
    while (pyramid.builtFrames < pyramid.frames && performance.now() < until) extendMipmap(pyramid)
  }

  private followPlayhead(time: Seconds, dt: Seconds): void {
    const { timeWindow: window, room } = this
    if (showsWholeSong(window)) return
    const last = this.paintedValues[0] as number
    // It jumped, or came into view by itself: the view goes with it again.
    if (Math.abs(time - last) > 0.5 || (containsTime(window, time) && !containsTime(window, last)))
      this.isFollowing = true
    const jumped = !containsTime(window, time)
    if (this.isFollowing && (room.services.playback?.playing || jumped))
      followPlayhead(window, time, dt, room.frameState.viewer.reducedMotion)
  }

  private hasChanged(time: Seconds): boolean {
    const { currentValues: now, paintedValues: shown, timeWindow: window, mipmap: pyramid } = this
    const { frameState, store } = this.room
    let glow = 0
    for (let i = 0; i < frameState.boxes.count; i++) glow += frameState.boxes.glow[i] as number
    now[0] = time
    now[1] = frameState.pointer.hoveredChunk
    now[2] = store.getState().selected ?? -1
    now[3] = window.from
    now[4] = window.span
    now[5] = pyramid?.builtFrames ?? 0
    now[6] = glow < 0.01 ? 0 : glow
    now[7] = frameState.playhead.chunk
    let same = true
    for (let k = 0; k < now.length; k++) if (now[k] !== shown[k]) same = false
    if (now[3] !== shown[3] || now[4] !== shown[4]) this.isTrackDirty = true
    shown.set(now)
    return !same
  }

  private draw(time: Seconds): void {
    const { context, canvas, timeWindow: window, pixelRatio: ratio, boundaries: borders } = this
    const { frameState } = this.room
    const { width } = canvas
    const bar = Math.round(TRACK_HEIGHT_PX * ratio)
    const top = canvas.height - bar
    const height = top - Math.round(TRACK_GAP_PX * ratio)
    if (this.isTrackDirty) this.track.paint(window, borders, this.styles, width, bar, ratio)
    this.isTrackDirty = false
    context.clearRect(0, 0, width, canvas.height)
    if (width === 0 || window.duration === 0) return
    const scale = window.span / width
    this.tiles.draw(context, Math.round(window.from / scale), scale, width, height)
    const head = timeToX(window, time, width)
    context.fillStyle = 'rgb(5 6 10 / 36%)'
    if (head < width) context.fillRect(Math.max(0, head), 0, width - Math.max(0, head), height)
    this.drawOnsets(height)
    this.drawTicks()
    this.track.draw(
      context,
      top,
      timeToX(window, frameState.boxes.chunks[frameState.playhead.chunk]?.start ?? 0, width),
    )
    this.drawMarks(height, top, bar)
    this.drawPlayhead(head)
  }

  private drawOnsets(height: number): void {
    const { context, canvas, timeWindow: window, boundaries: borders, pixelRatio: ratio } = this
    const count = borders.length - 1
    if (count < 2) return
    const first = findInterval(borders, window.from)
    const last = findInterval(borders, window.from + window.span)
    const distance = canvas.width / ratio / (last - first + 1)
    const presence = Math.min(1, (distance - LINE_FADE_START_PX) / (LINE_FADE_END_PX - LINE_FADE_START_PX))
    if (presence <= 0) return
    context.globalAlpha = presence
    context.fillStyle = 'rgb(233 237 248 / 30%)'
    const line = Math.max(1, Math.round(ratio))
    for (let i = Math.max(1, first); i <= last; i++)
      context.fillRect(Math.round(timeToX(window, borders[i] as number, canvas.width)), 0, line, height)
    context.globalAlpha = 1
  }

  private drawTicks(): void {
    const { context, canvas, timeWindow: window, pixelRatio: ratio } = this
    const { width } = canvas
    const step = selectTickStep(window.span, width / ratio / MIN_TICK_DISTANCE_PX)
    context.font = `${10 * ratio}px ${this.fontFamily}`
    context.textBaseline = 'top'
    for (let k = Math.max(1, Math.ceil(window.from / step)); k * step < window.from + window.span; k++) {
      const x = Math.round(timeToX(window, k * step, width))
      context.fillStyle = 'rgb(233 237 248 / 34%)'
      context.fillRect(x, 0, Math.max(1, Math.round(ratio)), 5 * ratio)
      context.fillStyle = 'rgb(233 237 248 / 58%)'
      context.fillText(formatTime(k * step, step < 1 ? 1 : 0), x + 4 * ratio, 3 * ratio)
    }
  }

  /** Sounding chunks glow, the one pointed at is lifted, the selected one is underlined. */
  private drawMarks(height: number, top: number, bar: number): void {
    const { context, canvas, timeWindow: window, boundaries: borders, styles: looks, pixelRatio: ratio } = this
    const { frameState, store } = this.room
    const { selected } = store.getState()
    const { width } = canvas
    const first = borders.length > 1 ? findInterval(borders, window.from) : 0
    const last = borders.length > 1 ? findInterval(borders, window.from + window.span) : -1
    for (let i = first; i <= last; i++) {
      const glow = frameState.boxes.glow[i] as number
      const hovered = i === frameState.pointer.hoveredChunk
      if (glow < 0.01 && !hovered && i !== selected) continue
      const x = timeToX(window, borders[i] as number, width)
      const w = Math.max(2 * ratio, timeToX(window, borders[i + 1] as number, width) - x)
      const lift = Math.max(glow * 0.2, hovered ? 0.26 : 0)
      context.globalCompositeOperation = 'lighter'
      context.globalAlpha = lift
      context.fillStyle = looks.get(i).playedEdge
      context.fillRect(x, 0, w, height)
      context.globalCompositeOperation = 'source-over'
      context.globalAlpha = Math.max(glow, hovered ? 0.75 : 0)
      context.fillStyle = looks.get(i).highlight
      context.fillRect(x, top, w, bar)
      context.globalAlpha = 1
      if (i === selected) {
        // Slim ones would be marked by a dot only.
        const mark = Math.max(w, 6 * ratio)
        context.fillStyle = '#fff'
        context.fillRect(x + (w - mark) / 2, top - 3 * ratio, mark, 2 * ratio)
      }
    }
  }

  private drawPlayhead(head: number): void {
    const { context, canvas, pixelRatio: ratio } = this
    if (head < -ratio || head > canvas.width + ratio) return
    const { height } = canvas
    context.fillStyle = 'rgb(255 255 255 / 12%)'
    context.fillRect(head - 2.5 * ratio, 0, 5 * ratio, height)
    context.fillStyle = '#fff'
    context.fillRect(head - 0.75 * ratio, 0, 1.5 * ratio, height)
  }
}
