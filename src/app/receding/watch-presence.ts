import type { StoreApi } from 'zustand/vanilla'
import type { UiState } from '../../../scenes/state/scene-context.ts'
import { createPressHold } from './create-press-hold.ts'
import { createPresence, findRecedeTime, type PresenceEvent, reducePresence } from './presence.ts'

/** Controls, unlike the canvas, are not seen while the page has receded. */
const FOCUSED_CONTROL_SELECTOR = 'main :focus-visible'

const isReading = ({ drawer, error, stage }: UiState): boolean => drawer !== null || error !== null || stage !== null

/**
 * Follows the visitor's pointers, keys and focus, and what the page does.
 * @param onReceded told each change
 * @returns a function that stops it
 */
export function watchPresence(store: StoreApi<UiState>, onReceded: (receded: boolean) => void): () => void {
  const removal = new AbortController()
  let presence = createPresence(performance.now())
  let timer = 0

  const send = (event: PresenceEvent) => {
    const before = presence.receded
    presence = reducePresence(presence, event, performance.now())
    if (presence.receded !== before) onReceded(presence.receded)
    if (timer === 0 && !presence.receded) wait()
  }
  /** One timer at a time: a later touch is seen when it ends. */
  const wait = () => {
    const delay = findRecedeTime(presence) - performance.now()
    if (delay === Number.POSITIVE_INFINITY) return
    timer = window.setTimeout(
      () => {
        timer = 0
        send({ type: 'time' })
      },
      Math.max(0, Math.ceil(delay)),
    )
  }
  const sendFocus = () => send({ type: 'focus', focused: document.querySelector(FOCUSED_CONTROL_SELECTOR) !== null })

  const listen = (types: readonly string[], listener: (event: Event) => void) => {
    for (const type of types)
      window.addEventListener(type, listener, { capture: true, passive: true, signal: removal.signal })
  }
  let place = ''
  listen(['pointermove'], (event) => {
    // Browsers send a move of a resting mouse when something changes below it.
    const { screenX, screenY } = event as PointerEvent
    const now = `${screenX} ${screenY}`
    if (now !== place) send({ type: 'pointer' })
    place = now
  })
  const holdPress = createPressHold(removal.signal)
  const press = (event: PointerEvent) => {
    holdPress(event, presence.receded)
    send({ type: 'pointer' })
  }
  window.addEventListener('pointerdown', press, { capture: true, passive: false, signal: removal.signal })
  listen(['pointerup', 'wheel', 'dragover'], () => send({ type: 'pointer' }))
  listen(['keydown'], () => send({ type: 'key' }))
  // After a key a focus that a mouse has set is shown, too.
  listen(['focusin', 'focusout', 'keyup'], () => queueMicrotask(sendFocus))

  const unsubscribe = store.subscribe((state, before) => {
    if (state.playing !== before.playing) send({ type: state.playing ? 'play' : 'pause' })
    if (isReading(state) !== isReading(before)) send({ type: 'read', reading: isReading(state) })
  })
  const { playing } = store.getState()
  if (playing) send({ type: 'play' })
  send({ type: 'read', reading: isReading(store.getState()) })
  return () => {
    removal.abort()
    unsubscribe()
    window.clearTimeout(timer)
  }
}
