/** A pointer that moves less than this between down and up clicks. */
const CLICK_TOLERANCE_PX = 5
/** Minimum distance of two fingers; closer ones would make a pinch jitter. */
const MIN_PINCH_DISTANCE_PX = 12

/** CSS pixels from the top left of the surface. */
export type PixelPoint = { x: number; y: number }

export type PointerHandlers = {
  /** A pointer hovers, or was pressed just now. */
  onHover: (at: PixelPoint) => void
  onClick: (at: PixelPoint) => void
  /** `from` is where it was pressed, `last` where the event before was. */
  onDrag: (from: PixelPoint, last: PixelPoint, to: PixelPoint, pointerType: string) => void
  /** The point at `before` moves to `after`, scaled by `spread`. */
  onPinch: (before: PixelPoint, after: PixelPoint, spread: number) => void
  /** The last pointer has left the surface. */
  onLeave: () => void
}

export function toSurfacePoint(surface: HTMLElement, event: MouseEvent): PixelPoint {
  const box = surface.getBoundingClientRect()
  return { x: event.clientX - box.left, y: event.clientY - box.top }
}

/** Turns mouse, pen and finger events on a surface into gestures. */
export function trackPointers(surface: HTMLElement, use: PointerHandlers, signal: AbortSignal): void {
  const down = new Map<number, PixelPoint>()
  let gesture: 'none' | 'wait' | 'drag' | 'pinch' = 'none'
  let start: PixelPoint = { x: 0, y: 0 }

  const pinch = (id: number, last: PixelPoint, to: PixelPoint) => {
    const other = [...down].find(([key]) => key !== id)?.[1]
    if (!other) return
    const spread = (place: PixelPoint) =>
      Math.max(MIN_PINCH_DISTANCE_PX, Math.hypot(place.x - other.x, place.y - other.y))
    const middle = (place: PixelPoint) => ({ x: (place.x + other.x) / 2, y: (place.y + other.y) / 2 })
    use.onPinch(middle(last), middle(to), spread(to) / spread(last))
  }

  const lift = (event: PointerEvent, clicked: boolean) => {
    if (!down.delete(event.pointerId)) return
    if (clicked && gesture === 'wait') use.onClick(start)
    // After a pinch the remaining finger is ignored.
    if (down.size > 0) return
    gesture = 'none'
    if (event.pointerType !== 'mouse') use.onLeave()
  }

  const options = { signal }
  surface.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return
      const at = toSurfacePoint(surface, event)
      surface.setPointerCapture(event.pointerId)
      down.set(event.pointerId, at)
      start = { ...at }
      gesture = down.size === 1 ? 'wait' : 'pinch'
      use.onHover(at)
    },
    options,
  )
  surface.addEventListener(
    'pointermove',
    (event) => {
      const to = toSurfacePoint(surface, event)
      const last = down.get(event.pointerId)
      if (!last) {
        if (down.size === 0) use.onHover(to)
        return
      }
      if (gesture === 'wait' && Math.hypot(to.x - start.x, to.y - start.y) > CLICK_TOLERANCE_PX) gesture = 'drag'
      if (gesture === 'wait') return
      if (gesture === 'pinch') pinch(event.pointerId, last, to)
      else use.onDrag(start, last, to, event.pointerType)
      down.set(event.pointerId, to)
    },
    options,
  )
  surface.addEventListener('pointerup', (event) => lift(event, true), options)
  surface.addEventListener('pointercancel', (event) => lift(event, false), options)
  surface.addEventListener(
    'pointerleave',
    () => {
      if (down.size === 0) use.onLeave()
    },
    options,
  )
}

/** The wheel's delta in pixels; some mice report lines. */
export const toWheelPixels = (event: WheelEvent, delta: number): number =>
  event.deltaMode === WheelEvent.DOM_DELTA_LINE ? delta * 16 : delta

/** The zoom factor of a wheel event; a trackpad's pinch is a wheel with the control key, in small steps. */
export const toZoomFactor = (event: WheelEvent): number =>
  Math.exp(-toWheelPixels(event, event.deltaY) * (event.ctrlKey ? 0.01 : 0.0018))
