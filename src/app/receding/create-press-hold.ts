/** What follows a press; a touch sends the events of a mouse after its own. */
const FOLLOWING_EVENTS = ['pointerup', 'mousedown', 'mouseup', 'click', 'auxclick', 'contextmenu'] as const

/** Screen readers press what they have read, whether it is seen or not: their pointers have no pressure, their clicks no count. */
const isByScreenReader = (event: Event): boolean =>
  event instanceof PointerEvent && event.type === 'pointerdown'
    ? event.pointerType === 'mouse' && event.pressure === 0
    : event.type === 'click' && (event as MouseEvent).detail === 0

/**
 * Keeps presses from what is not seen.
 * @returns told each press first: whether it is to be held back, with all that follows it
 */
export function createPressHold(signal: AbortSignal): (press: PointerEvent, isHidden: boolean) => void {
  let isHeld = false
  const hold = (event: Event) => {
    if (!isHeld || isByScreenReader(event)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  for (const type of FOLLOWING_EVENTS) window.addEventListener(type, hold, { capture: true, passive: false, signal })
  return (press, isHidden) => {
    const isControl = press.target instanceof Element && press.target.closest('main') !== null
    isHeld = isHidden && isControl && !isByScreenReader(press)
    if (isHeld) press.stopPropagation()
    // The form is seen: it can be turned, but not picked.
    else if (isHidden && !isControl) press.preventDefault()
  }
}
