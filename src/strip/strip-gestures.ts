import type { Room } from '../../scenes/room.ts'
import { type StripPainter, TRACK_HEIGHT } from './strip-painter.ts'
import { isWhole, pan, zoomAbout } from './time-window.ts'

/** A pointer that moves less than this between down and up has clicked. */
const STEADY_PIXELS = 5
/** A finger may miss the track by this much. */
const FINGER = 14
const KEY_ZOOM = 1.5
const PAGE_CHUNKS = 10

type Drag = 'none' | 'wait' | 'pan' | 'scrub' | 'pinch'

/** Pointers, wheel and keys on the strip. */
export class StripGestures {
  /** Pointers that are down, by id: where each is, in CSS pixels of the strip. */
  private readonly down = new Map<number, { x: number; y: number }>()
  private drag: Drag = 'none'
  private start = { x: 0, y: 0 }
  private cursor = -1

  constructor(
    private readonly surface: HTMLElement,
    private readonly painter: StripPainter,
    private readonly room: Room,
  ) {}

  attach(): () => void {
    const { surface } = this
    const off = new AbortController()
    const { signal } = off
    surface.addEventListener('pointerdown', this.press, { signal })
    surface.addEventListener('pointermove', this.move, { signal })
    surface.addEventListener('pointerup', this.release, { signal })
    surface.addEventListener('pointercancel', this.cancel, { signal })
    surface.addEventListener('pointerleave', this.leave, { signal })
    surface.addEventListener('dblclick', () => this.painter.showWhole(), { signal })
    surface.addEventListener('wheel', this.turn, { signal, passive: false })
    surface.addEventListener('keydown', this.key, { signal })
    surface.addEventListener('blur', this.leave, { signal })
    return () => {
      off.abort()
      this.leave()
    }
  }

  /** Zooms about the playhead where it is seen, else about the middle. */
  zoom(factor: number): void {
    const { window } = this.painter
    const { time } = this.room.live
    const seen = time >= window.from && time <= window.from + window.span
    zoomAbout(window, factor, seen ? time : window.from + window.span / 2)
    this.painter.moved()
  }

  private at(event: MouseEvent): { x: number; y: number } {
    const box = this.surface.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  private point(chunk: number): void {
    this.room.live.hovered = chunk
    this.cursor = chunk
  }

  private readonly leave = () => {
    const { live } = this.room
    if (this.drag === 'none' && live.hovered === this.cursor) this.point(-1)
  }

  private readonly press = (event: PointerEvent) => {
    if (event.button !== 0) return
    const place = this.at(event)
    this.surface.setPointerCapture(event.pointerId)
    this.down.set(event.pointerId, place)
    this.start = place
    this.drag = this.down.size === 1 ? 'wait' : 'pinch'
    this.point(this.painter.chunkUnder(place.x))
  }

  private readonly move = (event: PointerEvent) => {
    const place = this.at(event)
    const last = this.down.get(event.pointerId)
    if (!last) {
      if (this.down.size === 0) this.hover(place)
      return
    }
    if (this.drag === 'wait' && Math.hypot(place.x - this.start.x, place.y - this.start.y) > STEADY_PIXELS)
      this.drag = this.scrubs(this.start, event.pointerType) ? 'scrub' : 'pan'
    if (this.drag === 'pinch') this.pinch(event.pointerId, last, place)
    else if (this.drag === 'pan') this.slide(last.x - place.x)
    else if (this.drag === 'scrub') {
      this.painter.scrubbing = this.painter.timeUnder(place.x)
      this.point(this.painter.chunkUnder(place.x))
    }
    last.x = place.x
    last.y = place.y
  }

  private readonly release = (event: PointerEvent) => {
    if (!this.down.delete(event.pointerId)) return
    if (this.drag === 'wait') this.room.actions.pick(this.painter.chunkUnder(this.start.x))
    // The finger that stays after a pinch does nothing more.
    if (this.down.size === 0) this.drag = 'none'
    if (event.pointerType !== 'mouse') this.leave()
  }

  private readonly cancel = (event: PointerEvent) => {
    this.down.delete(event.pointerId)
    if (this.down.size === 0) this.drag = 'none'
    this.leave()
  }

  /** On the rainbow one drags the playhead; above it one moves the view, if there is anything beside it. */
  private scrubs({ y }: { y: number }, pointer: string): boolean {
    const slack = pointer === 'mouse' ? 0 : FINGER
    return isWhole(this.painter.window) || y > this.surface.clientHeight - TRACK_HEIGHT - slack
  }

  private hover(place: { x: number; y: number }): void {
    this.point(this.painter.chunkUnder(place.x))
    this.surface.style.cursor = this.scrubs(place, 'mouse') ? 'pointer' : 'grab'
  }

  private slide(pixels: number): void {
    const { window } = this.painter
    pan(window, (pixels / this.surface.clientWidth) * window.span)
    this.painter.moved()
  }

  /** Two fingers: what is under them stays under them. */
  private pinch(id: number, last: { x: number }, place: { x: number }): void {
    for (const [other, { x }] of this.down) {
      if (other === id) continue
      const before = Math.max(12, Math.abs(last.x - x))
      const after = Math.max(12, Math.abs(place.x - x))
      this.slide((last.x - place.x) / 2)
      zoomAbout(this.painter.window, before / after, this.painter.timeUnder((place.x + x) / 2))
      this.painter.moved()
      return
    }
  }

  private readonly turn = (event: WheelEvent) => {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    const across = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX
    if (event.shiftKey || Math.abs(across) > Math.abs(event.deltaY)) {
      this.slide(across * unit)
    } else {
      // A pinch on a trackpad comes as a wheel with the control key, in small steps.
      const factor = Math.exp(event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0018))
      zoomAbout(this.painter.window, factor, this.painter.timeUnder(this.at(event).x))
      this.painter.moved()
    }
    this.hover(this.at(event))
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
    const at = this.cursor >= 0 ? this.cursor : (store.getState().selected ?? live.chunk)
    const goTo = (chunk: number) => {
      this.point(Math.min(live.count - 1, Math.max(0, chunk)))
      this.painter.reveal(this.cursor)
    }
    if (key === 'ArrowRight' || key === 'ArrowUp') goTo(this.cursor < 0 ? at : at + 1)
    else if (key === 'ArrowLeft' || key === 'ArrowDown') goTo(this.cursor < 0 ? at : at - 1)
    else if (key === 'PageUp') goTo(at + PAGE_CHUNKS)
    else if (key === 'PageDown') goTo(at - PAGE_CHUNKS)
    else if (key === 'Home') goTo(0)
    else if (key === 'End') goTo(live.count - 1)
    else if (key === 'Enter' || key === ' ') actions.pick(at)
    else if (key === '+' || key === '=') this.zoom(1 / KEY_ZOOM)
    else if (key === '-' || key === '_') this.zoom(KEY_ZOOM)
    else if (key === '0' || key === 'Escape') this.painter.showWhole()
    else return false
    return true
  }
}
