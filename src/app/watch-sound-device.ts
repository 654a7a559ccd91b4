import type { StoreApi } from 'zustand/vanilla'
import type { UiState } from '../../scenes/state/scene-context.ts'

/** Milliseconds in which sound begins on any device that has some. */
const START_TIMEOUT_MS = 3000
const POLL_INTERVAL_MS = 500

/**
 * Without a sound device the clock of an audio context stands still in Firefox and WebKit: says so while the song should
 * play, until the clock advances.
 * @param readClock seconds by the audio context's clock; null without one
 * @param getSentence for the visitor
 */
export function watchSoundDevice(
  store: StoreApi<UiState>,
  readClock: () => number | null,
  getSentence: () => string,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown: string | null = null

  const hide = () => {
    if (shown !== null && store.getState().error === shown) store.setState({ error: null })
    shown = null
  }
  const check = (before: number | null) => {
    const now = readClock()
    if (before === null || now !== before) hide()
    else if (shown === null) {
      shown = getSentence()
      store.setState({ error: shown })
    }
    timer = setTimeout(check, shown === null ? START_TIMEOUT_MS : POLL_INTERVAL_MS, now)
  }
  store.subscribe(({ playing }, before) => {
    if (playing === before.playing) return
    clearTimeout(timer)
    if (playing) timer = setTimeout(check, START_TIMEOUT_MS, readClock())
    else hide()
  })
}
