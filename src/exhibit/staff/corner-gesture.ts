import type { VisitController } from '../exhibit-context.ts'

/** Pixels from the top and from the left, whatever way one reads. */
const CORNER_SIZE_PX = 80
const REQUIRED_TAPS = 5
/** Milliseconds. */
const TAP_WINDOW_MS = 3000
/** No further tap for so long: it was a visitor, who wanted to begin. */
const VISITOR_TAP_DELAY_MS = 700
/** Until the last tap is over, with all the events that browsers make of one: they would take the panel's focus away. */
const OPEN_DELAY_MS = 300

const SUPPRESSED_EVENTS = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click'] as const

/** Counts taps in the corner: true for the one that is enough. */
export function createTapCounter(): (x: number, y: number, at: number) => boolean {
  let taps: number[] = []
  return (x, y, at) => {
    if (x > CORNER_SIZE_PX || y > CORNER_SIZE_PX) taps = []
    else taps.push(at)
    taps = taps.filter((tap) => at - tap <= TAP_WINDOW_MS)
    if (taps.length < REQUIRED_TAPS) return false
    taps = []
    return true
  }
}

const isInCorner = ({ clientX, clientY }: { clientX: number; clientY: number }) =>
  clientX <= CORNER_SIZE_PX && clientY <= CORNER_SIZE_PX
/** Keys alone with which the chord begins. */
const isChordModifier = ({ key }: KeyboardEvent) => key === 'Control' || key === 'Alt'

/**
 * Five taps in the top left corner, or Ctrl+Alt+S, call `knock`. While nobody is there, taps in the corner begin no visit
 * at once, only when no more of them follow; while somebody is there, nothing is kept from them.
 * @returns ends it
 */
export function watchStaffGesture({ store, dispatch }: VisitController, openPanel: () => void): () => void {
  const countTap = createTapCounter()
  let timer = 0
  let isOpening = false
  const isAttract = () => store.getState().scene === 'attract'
  const isStaff = ({ target }: Event) => target instanceof Element && target.closest('[data-theme=staff]') !== null

  const startVisit = () => {
    if (isAttract()) dispatch({ type: 'touched' })
  }
  const handlePointerDown = (event: PointerEvent) => {
    if (isStaff(event) || isOpening) return
    window.clearTimeout(timer)
    if (countTap(event.clientX, event.clientY, event.timeStamp)) {
      isOpening = true
      timer = window.setTimeout(() => {
        isOpening = false
        openPanel()
      }, OPEN_DELAY_MS)
    } else if (isInCorner(event) && isAttract()) timer = window.setTimeout(startVisit, VISITOR_TAP_DELAY_MS)
  }
  const suppressInCorner = (event: Event) => {
    const point = event instanceof MouseEvent && (event.type !== 'click' || event.detail > 0) ? event : null
    if (point && isInCorner(point) && isAttract() && !isStaff(event)) event.stopImmediatePropagation()
  }
  const handleKeyDown = (event: KeyboardEvent) => {
    const { code, ctrlKey, altKey } = event
    if (isStaff(event)) return
    if (ctrlKey && altKey && code === 'KeyS') {
      event.preventDefault()
      event.stopImmediatePropagation()
      openPanel()
    } else if (isAttract() && isChordModifier(event)) event.stopImmediatePropagation()
  }

  const capture = { capture: true }
  window.addEventListener('pointerdown', handlePointerDown, capture)
  for (const name of SUPPRESSED_EVENTS) window.addEventListener(name, suppressInCorner, capture)
  window.addEventListener('keydown', handleKeyDown, capture)
  return () => {
    window.clearTimeout(timer)
    window.removeEventListener('pointerdown', handlePointerDown, capture)
    for (const name of SUPPRESSED_EVENTS) window.removeEventListener(name, suppressInCorner, capture)
    window.removeEventListener('keydown', handleKeyDown, capture)
  }
}
