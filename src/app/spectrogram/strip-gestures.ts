import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import { followPointers, type Place, placeOn, wheelPixels, wheelZoom } from './canvas-pointers.ts'
import { type StripPainter, TRACK_HEIGHT } from './strip-painter.ts'
import { isWhole, pan, shows, zoomAbout } from './time-window.ts'

/** A finger may miss the track by this much. */
const FINGER = 14
/** What + and - change. */
export const ZOOM_STEP = 1.6
const PAGE_CHUNKS = 10

/** Pointers, wheel and keys on the strip. */
export class StripGestures {
  /** The chunk that the strip points at, by pointer or by keys; -1 for none. */
  private cursor = -1
  /** Where a pointer rests on the strip. */
  private resting: Place | null = null

  constructor(
    private readonly surface: HTMLElement,
    private readonly painter: StripPainter,
    private readonly room: SceneContext,
  ) {}

  attach(): () => void {
    const { surface, painter, room } = this
    const off = new AbortController()
    const { signal } = off
    followPointers(
      surface,
      {
        point: (at) => this.hover(at),
        click: ({ x }) => room.actions.pickChunk(painter.chunkUnder(x)),
        drag: (from, last, to, type) => {
          this.resting = to
          if (!this.scrubs(from, type)) return this.slide(last.x - to.x)
          painter.scrubbing = painter.timeUnder(to.x)
          this.refresh()
        },
        pinch: (before, after, spread) => {
          this.slide(before.x - after.x)
          this.zoom(spread, after)
        },
        leave: this.leave,
      },
      signal,
    )
    surface.addEventListener('dblclick', () => painter.showWhole(), { signal })
    surface.addEventListener('wheel', this.turn, { signal, passive: false })
    surface.addEventListener('keydown', this.key, { signal })
    surface.addEventListener('blur', this.leave, { signal })
    return () => {
      off.abort()
      this.leave()
    }
  }

  /** `by` times as large; about a place, else about the playhead where it is seen, else about the middle. */
  zoom(by: number, at?: Place): void {
    const { window } = this.painter
    const { time } = this.room.live
    const still = at ? this.painter.timeUnder(at.x) : shows(window, time) ? time : window.from + window.span / 2
    zoomAbout(window, 1 / by, still)
    this.painter.moved()
  }

  private point(chunk: number): void {
    this.room.live.hovered = chunk
    this.cursor = chunk
  }

  /** The view has moved: another chunk may be under the pointer that rests. */
  refresh(): void {
    if (this.resting) this.point(this.painter.chunkUnder(this.resting.x))
  }

  private readonly leave = () => {
    this.resting = null
    if (this.room.live.hovered === this.cursor) this.point(-1)
  }

  /** On the rainbow one drags the playhead; above it one moves the view, if there is anything beside it. */
  private scrubs({ y }: Place, pointer: string): boolean {
    const slack = pointer === 'mouse' ? 0 : FINGER
    return isWhole(this.painter.window) || y > this.surface.clientHeight - TRACK_HEIGHT - slack
  }

  private hover(place: Place): void {
    this.resting = place
    this.point(this.painter.chunkUnder(place.x))
    this.surface.style.cursor = this.scrubs(place, 'mouse') ? 'pointer' : 'grab'
  }

  private slide(pixels: number): void {
    const { window } = this.painter
    pan(window, (pixels / this.surface.clientWidth) * window.span)
    this.painter.moved()
  }

  private readonly turn = (event: WheelEvent) => {
    event.preventDefault()
    const across = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX
    const at = placeOn(this.surface, event)
    if (event.shiftKey || Math.abs(across) > Math.abs(event.deltaY)) this.slide(wheelPixels(event, across))
    else this.zoom(wheelZoom(event), at)
    this.hover(at)
  }

  private readonly key = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (!this.act(event.key)) return
    event.preventDefault()
    // The same arrows walk through the room.
    event.stopPropagation()
  }

  /** @returns whether the key means something here */
  private act(key: string): boolean {
    const { live, actions, store } = this.room
    const resting = this.cursor < 0
    const at = resting ? (store.getState().selected ?? live.chunk) : this.cursor
    const goTo = (chunk: number) => {
      this.resting = null
      this.point(Math.min(live.count - 1, Math.max(0, chunk)))
      this.painter.reveal(this.cursor)
    }
    // The first arrow shows where one is.
    if (key === 'ArrowRight' || key === 'ArrowUp') goTo(resting ? at : at + 1)
    else if (key === 'ArrowLeft' || key === 'ArrowDown') goTo(resting ? at : at - 1)
    else if (key === 'PageUp') goTo(at + PAGE_CHUNKS)
    else if (key === 'PageDown') goTo(at - PAGE_CHUNKS)
    else if (key === 'Home') goTo(0)
    else if (key === 'End') goTo(live.count - 1)
    else if (key === 'Enter' || key === ' ') actions.pickChunk(at)
    else if (key === '+' || key === '=') this.zoom(ZOOM_STEP)
    else if (key === '-' || key === '_') this.zoom(1 / ZOOM_STEP)
    else if (key === '0' || key === 'Escape') this.painter.showWhole()
    else return false
    return true
  }
}
