import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { type PixelPoint, toSurfacePoint, toWheelPixels, toZoomFactor, trackPointers } from './canvas-pointers.ts'
import { type StripPainter, TRACK_HEIGHT_PX } from './strip-painter.ts'
import { containsTime, panTimeWindow, showsWholeSong, zoomTimeWindow } from './time-window.ts'

/** Distance from the track at which a pointer still counts as on it. */
const TOUCH_SLACK_PX = 14
/** Zoom factor of the keys + and -. */
export const ZOOM_FACTOR = 1.6
const CHUNKS_PER_PAGE = 10

/** Handles pointers, wheel and keys on the strip. */
export class StripGestures {
  /** The chunk hovered by pointer or chosen by keys; -1 for none. */
  private pointedChunk = -1
  /** The position of a hovering pointer, or null. */
  private hoverPoint: PixelPoint | null = null

  constructor(
    private readonly surface: HTMLElement,
    private readonly painter: StripPainter,
    private readonly room: SceneContext,
  ) {}

  attach(): () => void {
    const { surface, painter, room } = this
    const off = new AbortController()
    const { signal } = off
    trackPointers(
      surface,
      {
        onHover: (at) => this.hover(at),
        onClick: ({ x }) => room.actions.pickChunk(painter.findChunkAt(x)),
        onDrag: (from, last, to, type) => {
          this.hoverPoint = to
          if (!this.isScrub(from, type)) return this.panByPixels(last.x - to.x)
          painter.scrubTime = painter.findTimeAt(to.x)
          this.refresh()
        },
        onPinch: (before, after, spread) => {
          this.panByPixels(before.x - after.x)
          this.zoom(spread, after)
        },
        onLeave: this.leave,
      },
      signal,
    )
    surface.addEventListener('dblclick', () => painter.showWholeSong(), { signal })
    surface.addEventListener('wheel', this.handleWheel, { signal, passive: false })
    surface.addEventListener('keydown', this.handleKeyDown, { signal })
    surface.addEventListener('blur', this.leave, { signal })
    return () => {
      off.abort()
      this.leave()
    }
  }

  /** Zooms by a factor around a position, else around the playhead if it is visible, else around the center. */
  zoom(by: number, at?: PixelPoint): void {
    const { timeWindow } = this.painter
    const {
      playhead: { time },
    } = this.room.frameState
    const still = at
      ? this.painter.findTimeAt(at.x)
      : containsTime(timeWindow, time)
        ? time
        : timeWindow.from + timeWindow.span / 2
    zoomTimeWindow(timeWindow, 1 / by, still)
    this.painter.updateFollowing()
  }

  private point(chunk: number): void {
    this.room.frameState.pointer.hoveredChunk = chunk
    this.pointedChunk = chunk
  }

  /** Updates the hovered chunk after the view has moved under a resting pointer. */
  refresh(): void {
    if (this.hoverPoint) this.point(this.painter.findChunkAt(this.hoverPoint.x))
  }

  private readonly leave = () => {
    this.hoverPoint = null
    if (this.room.frameState.pointer.hoveredChunk === this.pointedChunk) this.point(-1)
  }

  /** On the track a drag moves the playhead; above it, the view, if the song is longer than that. */
  private isScrub({ y }: PixelPoint, pointer: string): boolean {
    const slack = pointer === 'mouse' ? 0 : TOUCH_SLACK_PX
    return showsWholeSong(this.painter.timeWindow) || y > this.surface.clientHeight - TRACK_HEIGHT_PX - slack
  }

  private hover(place: PixelPoint): void {
    this.hoverPoint = place
    this.point(this.painter.findChunkAt(place.x))
    this.surface.style.cursor = this.isScrub(place, 'mouse') ? 'pointer' : 'grab'
  }

  private panByPixels(pixels: number): void {
    const { timeWindow } = this.painter
    panTimeWindow(timeWindow, (pixels / this.surface.clientWidth) * timeWindow.span)
    this.painter.updateFollowing()
  }

  private readonly handleWheel = (event: WheelEvent) => {
    event.preventDefault()
    const across = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX
    const at = toSurfacePoint(this.surface, event)
    if (event.shiftKey || Math.abs(across) > Math.abs(event.deltaY)) this.panByPixels(toWheelPixels(event, across))
    else this.zoom(toZoomFactor(event), at)
    this.hover(at)
  }

  private readonly handleKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (!this.runKeyCommand(event.key)) return
    event.preventDefault()
    // Arrow keys would also move the visitor in the scene.
    event.stopPropagation()
  }

  /** @returns whether the key is handled */
  private runKeyCommand(key: string): boolean {
    const { frameState, actions, store } = this.room
    const resting = this.pointedChunk < 0
    const at = resting ? (store.getState().selected ?? frameState.playhead.chunk) : this.pointedChunk
    const goTo = (chunk: number) => {
      this.hoverPoint = null
      this.point(Math.min(frameState.boxes.count - 1, Math.max(0, chunk)))
      this.painter.revealChunk(this.pointedChunk)
    }
    // The first arrow key only shows the current chunk.
    if (key === 'ArrowRight' || key === 'ArrowUp') goTo(resting ? at : at + 1)
    else if (key === 'ArrowLeft' || key === 'ArrowDown') goTo(resting ? at : at - 1)
    else if (key === 'PageUp') goTo(at + CHUNKS_PER_PAGE)
    else if (key === 'PageDown') goTo(at - CHUNKS_PER_PAGE)
    else if (key === 'Home') goTo(0)
    else if (key === 'End') goTo(frameState.boxes.count - 1)
    else if (key === 'Enter' || key === ' ') actions.pickChunk(at)
    else if (key === '+' || key === '=') this.zoom(ZOOM_FACTOR)
    else if (key === '-' || key === '_') this.zoom(1 / ZOOM_FACTOR)
    else if (key === '0' || key === 'Escape') this.painter.showWholeSong()
    else return false
    return true
  }
}
