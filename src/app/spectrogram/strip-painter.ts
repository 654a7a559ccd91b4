import type { SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import { findChunkAt } from '../../../audio/playback/chunk-segments.ts'
import type { Seconds } from '../../../audio/units.ts'
import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import { Looks } from './chunk-styles.ts'
import { Track } from './chunk-track.ts'
import { clockTime } from './describe-chunk.ts'
import { createPyramid, growPyramid, type Pyramid } from './mipmap.ts'
import { framesPerSecond, SpectrumTiles } from './spectrum-tiles.ts'
import { follow, isWhole, reveal, shows, showWindow, tickStep, timeOf, wholeSong, xOf } from './time-window.ts'

/** CSS pixels. */
export const TRACK_HEIGHT = 18
const TRACK_GAP = 4
const TICK_EVERY = 96
/** Onset lines fade in between these mean distances. */
const LINES_FROM = 5
const LINES_FULL = 22
/** Part of a frame that may go into the pyramid. */
const GROW_MILLISECONDS = 5

const NOTHING = new Float64Array(0)

/** Draws the strip, and knows what part of the song it shows. */
export class StripPainter {
  readonly window = wholeSong(0)
  /** Where a finger drags the playhead, to be sought before the next picture; -1 for none. */
  scrubbing: Seconds = -1
  private readonly context: CanvasRenderingContext2D
  private readonly tiles = new SpectrumTiles()
  private readonly track = new Track()
  private borders: Float64Array<ArrayBuffer> = NOTHING
  private looks = new Looks(new Float32Array(0))
  private spectrum: SpectrogramImage | null = null
  private pyramid: Pyramid | null = null
  private generation = -1
  private following = true
  private ratio = 1
  private font = ''
  /** What the last picture showed; the same again needs no painting. */
  private readonly shown = new Float64Array(8)
  private readonly now = new Float64Array(8)
  private staleTrack = true

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly room: SceneContext,
    /** Called when the hovered chunk or the window has changed. */
    private readonly tell: (hovered: number) => void,
  ) {
    this.context = canvas.getContext('2d') as CanvasRenderingContext2D
    this.font = getComputedStyle(canvas).fontFamily
  }

  resize(width: number, height: number, ratio: number): void {
    this.ratio = ratio
    this.canvas.width = Math.round(width * ratio)
    this.canvas.height = Math.round(height * ratio)
    this.staleTrack = true
    this.shown.fill(Number.NaN)
  }

  /** The visitor has moved the view: it follows the playhead only if that is still in it. */
  moved(): void {
    this.following = shows(this.window, this.room.live.time)
  }

  showWhole(): void {
    showWindow(this.window, 0, this.window.duration)
    this.following = true
  }

  /** The chunk under a CSS pixel of the strip; -1 without a song. */
  chunkUnder(x: number): number {
    if (this.borders.length < 2) return -1
    return findChunkAt(this.borders, this.timeUnder(x))
  }

  timeUnder(x: number): Seconds {
    return timeOf(this.window, x * this.ratio, this.canvas.width)
  }

  /** Brings a chunk into view; the view stays there. */
  reveal(chunk: number): void {
    const { borders } = this
    if (chunk < 0 || chunk >= borders.length - 1) return
    reveal(this.window, borders[chunk] as number, borders[chunk + 1] as number)
    this.moved()
  }

  paint(dt: Seconds): void {
    this.takeSong()
    this.grow()
    const { live, actions } = this.room
    if (this.scrubbing >= 0) {
      actions.seek(this.scrubbing)
      this.scrubbing = -1
    }
    const time = live.playback?.time() ?? 0
    this.keepUp(time, dt)
    if (!this.changed(time)) return
    this.draw(time)
    this.tell(live.hovered)
  }

  private takeSong(): void {
    const { live, store } = this.room
    const { spectrogram: spectrum } = store.getState()
    const fresh = live.generation !== this.generation
    if (!fresh && spectrum === this.spectrum) return
    if (spectrum !== this.spectrum) this.pyramid = spectrum ? createPyramid(spectrum) : null
    this.spectrum = spectrum
    this.generation = live.generation
    this.borders = new Float64Array(live.count > 0 ? live.count + 1 : 0)
    live.chunks.forEach((chunk, i) => {
      this.borders[i] = chunk.start
      this.borders[i + 1] = chunk.end
    })
    this.looks = new Looks(live.colors)
    this.tiles.show(this.pyramid, this.borders, live.colors as Float32Array<ArrayBuffer>)
    const duration = live.chunks.at(-1)?.end ?? (spectrum ? spectrum.frames / framesPerSecond : 0)
    // Other cuts of the same sound leave the view where it is.
    if (Math.abs(duration - this.window.duration) > 0.05) Object.assign(this.window, wholeSong(duration))
    this.staleTrack = true
    this.shown.fill(Number.NaN)
  }

  private grow(): void {
    const { pyramid } = this
    if (!pyramid || pyramid.built >= pyramid.frames) return
    const until = performance.now() + GROW_MILLISECONDS
    while (pyramid.built < pyramid.frames && performance.now() < until) growPyramid(pyramid)
  }

  private keepUp(time: Seconds, dt: Seconds): void {
    const { window, room } = this
    if (isWhole(window)) return
    const last = this.shown[0] as number
    // It jumped, or came into view by itself: the view goes with it again.
    if (Math.abs(time - last) > 0.5 || (shows(window, time) && !shows(window, last))) this.following = true
    const jumped = !shows(window, time)
    if (this.following && (room.live.playback?.playing || jumped)) follow(window, time, dt, room.live.reducedMotion)
  }

  private changed(time: Seconds): boolean {
    const { now, shown, window, pyramid } = this
    const { live, store } = this.room
    let glow = 0
    for (let i = 0; i < live.count; i++) glow += live.glow[i] as number
    now[0] = time
    now[1] = live.hovered
    now[2] = store.getState().selected ?? -1
    now[3] = window.from
    now[4] = window.span
    now[5] = pyramid?.built ?? 0
    now[6] = glow < 0.01 ? 0 : glow
    now[7] = live.chunk
    let same = true
    for (let k = 0; k < now.length; k++) if (now[k] !== shown[k]) same = false
    if (now[3] !== shown[3] || now[4] !== shown[4]) this.staleTrack = true
    shown.set(now)
    return !same
  }

  private draw(time: Seconds): void {
    const { context, canvas, window, ratio, borders } = this
    const { live } = this.room
    const { width } = canvas
    const bar = Math.round(TRACK_HEIGHT * ratio)
    const top = canvas.height - bar
    const height = top - Math.round(TRACK_GAP * ratio)
    if (this.staleTrack) this.track.paint(window, borders, this.looks, width, bar, ratio)
    this.staleTrack = false
    context.clearRect(0, 0, width, canvas.height)
    if (width === 0 || window.duration === 0) return
    const scale = window.span / width
    this.tiles.draw(context, Math.round(window.from / scale), scale, width, height)
    const head = xOf(window, time, width)
    context.fillStyle = 'rgb(5 6 10 / 36%)'
    if (head < width) context.fillRect(Math.max(0, head), 0, width - Math.max(0, head), height)
    this.drawOnsets(height)
    this.drawTicks()
    this.track.draw(context, top, xOf(window, live.chunks[live.chunk]?.start ?? 0, width))
    this.drawMarks(height, top, bar)
    this.drawPlayhead(head)
  }

  private drawOnsets(height: number): void {
    const { context, canvas, window, borders, ratio } = this
    const count = borders.length - 1
    if (count < 2) return
    const first = findChunkAt(borders, window.from)
    const last = findChunkAt(borders, window.from + window.span)
    const distance = canvas.width / ratio / (last - first + 1)
    const presence = Math.min(1, (distance - LINES_FROM) / (LINES_FULL - LINES_FROM))
    if (presence <= 0) return
    context.globalAlpha = presence
    context.fillStyle = 'rgb(233 237 248 / 30%)'
    const line = Math.max(1, Math.round(ratio))
    for (let i = Math.max(1, first); i <= last; i++)
      context.fillRect(Math.round(xOf(window, borders[i] as number, canvas.width)), 0, line, height)
    context.globalAlpha = 1
  }

  private drawTicks(): void {
    const { context, canvas, window, ratio } = this
    const { width } = canvas
    const step = tickStep(window.span, width / ratio / TICK_EVERY)
    context.font = `${10 * ratio}px ${this.font}`
    context.textBaseline = 'top'
    for (let k = Math.max(1, Math.ceil(window.from / step)); k * step < window.from + window.span; k++) {
      const x = Math.round(xOf(window, k * step, width))
      context.fillStyle = 'rgb(233 237 248 / 34%)'
      context.fillRect(x, 0, Math.max(1, Math.round(ratio)), 5 * ratio)
      context.fillStyle = 'rgb(233 237 248 / 58%)'
      context.fillText(clockTime(k * step, step < 1 ? 1 : 0), x + 4 * ratio, 3 * ratio)
    }
  }

  /** Sounding chunks glow, the one pointed at is lifted, the selected one is underlined. */
  private drawMarks(height: number, top: number, bar: number): void {
    const { context, canvas, window, borders, looks, ratio } = this
    const { live, store } = this.room
    const { selected } = store.getState()
    const { width } = canvas
    const first = borders.length > 1 ? findChunkAt(borders, window.from) : 0
    const last = borders.length > 1 ? findChunkAt(borders, window.from + window.span) : -1
    for (let i = first; i <= last; i++) {
      const glow = live.glow[i] as number
      const hovered = i === live.hovered
      if (glow < 0.01 && !hovered && i !== selected) continue
      const x = xOf(window, borders[i] as number, width)
      const w = Math.max(2 * ratio, xOf(window, borders[i + 1] as number, width) - x)
      const lift = Math.max(glow * 0.2, hovered ? 0.26 : 0)
      context.globalCompositeOperation = 'lighter'
      context.globalAlpha = lift
      context.fillStyle = looks.of(i).heardEdge
      context.fillRect(x, 0, w, height)
      context.globalCompositeOperation = 'source-over'
      context.globalAlpha = Math.max(glow, hovered ? 0.75 : 0)
      context.fillStyle = looks.of(i).hot
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
    const { context, canvas, ratio } = this
    if (head < -ratio || head > canvas.width + ratio) return
    const { height } = canvas
    context.fillStyle = 'rgb(255 255 255 / 12%)'
    context.fillRect(head - 2.5 * ratio, 0, 5 * ratio, height)
    context.fillStyle = '#fff'
    context.fillRect(head - 0.75 * ratio, 0, 1.5 * ratio, height)
  }
}
