/** A pointer that moves less than this between down and up has clicked. */
const STEADY_PIXELS = 5
/** Fingers nearer than this would make a pinch tremble. */
const NEAREST_FINGERS = 12

/** CSS pixels of the surface. */
export type Place = { x: number; y: number }

export type PointerUse = {
  /** A pointer is here without a button, or has just come down. */
  point: (at: Place) => void
  click: (at: Place) => void
  /** `from` is where it came down, `last` where it was before. */
  drag: (from: Place, last: Place, to: Place, pointerType: string) => void
  /** What was at `before` is now at `after`, `spread` times as large. */
  pinch: (before: Place, after: Place, spread: number) => void
  /** No pointer is on the surface any more. */
  leave: () => void
}

export function placeOn(surface: HTMLElement, event: MouseEvent): Place {
  const box = surface.getBoundingClientRect()
  return { x: event.clientX - box.left, y: event.clientY - box.top }
}

/** Mouse, pen and fingers on a surface, told as what they mean. */
export function followPointers(surface: HTMLElement, use: PointerUse, signal: AbortSignal): void {
  const down = new Map<number, Place>()
  let gesture: 'none' | 'wait' | 'drag' | 'pinch' = 'none'
  let start: Place = { x: 0, y: 0 }

  const pinch = (id: number, last: Place, to: Place) => {
    const other = [...down].find(([key]) => key !== id)?.[1]
    if (!other) return
    const spread = (place: Place) => Math.max(NEAREST_FINGERS, Math.hypot(place.x - other.x, place.y - other.y))
    const middle = (place: Place) => ({ x: (place.x + other.x) / 2, y: (place.y + other.y) / 2 })
    use.pinch(middle(last), middle(to), spread(to) / spread(last))
  }

  const lift = (event: PointerEvent, clicked: boolean) => {
    if (!down.delete(event.pointerId)) return
    if (clicked && gesture === 'wait') use.click(start)
    // The finger that stays after a pinch does nothing more.
    if (down.size > 0) return
    gesture = 'none'
    if (event.pointerType !== 'mouse') use.leave()
  }

  const options = { signal }
  surface.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return
      const at = placeOn(surface, event)
      surface.setPointerCapture(event.pointerId)
      down.set(event.pointerId, at)
      start = { ...at }
      gesture = down.size === 1 ? 'wait' : 'pinch'
      use.point(at)
    },
    options,
  )
  surface.addEventListener(
    'pointermove',
    (event) => {
      const to = placeOn(surface, event)
      const last = down.get(event.pointerId)
      if (!last) {
        if (down.size === 0) use.point(to)
        return
      }
      if (gesture === 'wait' && Math.hypot(to.x - start.x, to.y - start.y) > STEADY_PIXELS) gesture = 'drag'
      if (gesture === 'wait') return
      if (gesture === 'pinch') pinch(event.pointerId, last, to)
      else use.drag(start, last, to, event.pointerType)
      down.set(event.pointerId, to)
    },
    options,
  )
  surface.addEventListener('pointerup', (event) => lift(event, true), options)
  surface.addEventListener('pointercancel', (event) => lift(event, false), options)
  surface.addEventListener(
    'pointerleave',
    () => {
      if (down.size === 0) use.leave()
    },
    options,
  )
}

/** Pixels a wheel has turned; some mice count in lines. */
export const wheelPixels = (event: WheelEvent, delta: number): number =>
  event.deltaMode === WheelEvent.DOM_DELTA_LINE ? delta * 16 : delta

/** How much larger things get; a pinch on a trackpad comes as a wheel with the control key, in small steps. */
export const wheelZoom = (event: WheelEvent): number =>
  Math.exp(-wheelPixels(event, event.deltaY) * (event.ctrlKey ? 0.01 : 0.0018))
