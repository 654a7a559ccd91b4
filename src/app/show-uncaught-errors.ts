import type { StoreApi } from 'zustand/vanilla'
import type { UiState } from '../../scenes/state/scene-context.ts'

/** Errors that the browser itself repairs: remaining notifications are delivered in the next frame. */
const isHarmless = (message: string) => message.startsWith('ResizeObserver loop')

/**
 * While nothing is open yet, an error that nothing has caught is one sentence on the page, as well as on the console.
 * @param getSentence for the visitor
 */
export function showUncaughtErrors(
  store: StoreApi<UiState>,
  getSentence: () => string,
  target: Pick<Window, 'addEventListener'> = window,
): void {
  const show = () => {
    const { error, phase, outline } = store.getState()
    if (error === null && (phase !== 'ready' || outline.length === 0)) store.setState({ error: getSentence() })
  }
  target.addEventListener('error', ({ message }) => {
    // An image that failed to load fires an error event without a message.
    if (message && !isHarmless(message)) show()
  })
  target.addEventListener('unhandledrejection', show)
}
