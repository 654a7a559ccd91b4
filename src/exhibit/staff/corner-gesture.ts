import type { VisitController } from '../exhibit-context.ts'

/** From the top and the left edge, in all languages. */
const CORNER_SIZE_PX = 80
const REQUIRED_TAPS = 5
const TAP_WINDOW_MS = 3000
/** After a tap in the corner without another one, the visit starts. */
const VISITOR_TAP_DELAY_MS = 700
/** Mouse events that the browser emulates after the last tap would take the focus from the panel. */
const OPEN_DELAY_MS = 300

const SUPPRESSED_EVENTS = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click'] as const

/** Returns true for the tap that completes the gesture; what else touches the screen meanwhile, as a resting hand, does not disturb it. */
export function createTapCounter(): (x: number, y: number, at: number) => boolean {
  let taps: number[] = []
  return (x, y, at) => {
    if (x > CORNER_SIZE_PX || y > CORNER_SIZE_PX) return false
    taps.push(at)
    taps = taps.filter((tap) => at - tap <= TAP_WINDOW_MS)
    if (taps.length < REQUIRED_TAPS) return false
    taps = []
    return true
  }
}

const isInCorner = ({ clientX, clientY }: { clientX: number; clientY: number }) =>
  clientX <= CORNER_SIZE_PX && clientY <= CORNER_SIZE_PX
/** Pressed on their own, they do not start a visit. */
const isChordModifier = ({ key }: KeyboardEvent) => key === 'Control' || key === 'Alt'

/**
 * Five taps in the top left corner or Ctrl+Alt+S open the staff panel. On the attract screen, a tap in the corner
 * starts a visit only if no other follows; during a visit, taps reach the page as well.
 * @returns stops watching
 */
export function watchCornerGesture({ store, dispatch }: VisitController, openPanel: () => void): () => void {
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
    if (isInCorner(event)) window.clearTimeout(timer)
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
