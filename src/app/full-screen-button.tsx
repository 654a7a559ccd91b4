import { useEffect, useSyncExternalStore } from 'react'
import { useTranslate } from '../i18n/i18n.ts'
import styles from './full-screen-button.module.css'

const subscribeToFullScreen = (changed: () => void) => {
  document.addEventListener('fullscreenchange', changed)
  return () => document.removeEventListener('fullscreenchange', changed)
}
const isFullScreen = () => document.fullscreenElement !== null

/** A browser may refuse: the page stays as it is then, and says so by staying. */
const toggleFullScreen = () =>
  void (isFullScreen() ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {})

/** Keys belong to these while they have the focus: letters choose an option, or are written. */
const LETTER_SELECTOR = 'select, textarea, input:not([type=range], [type=checkbox], [type=file])'

function handleKey(event: KeyboardEvent): void {
  if (event.code !== 'KeyF' || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return
  if (event.target instanceof Element && event.target.closest(LETTER_SELECTOR)) return
  event.preventDefault()
  toggleFullScreen()
}

/** The whole screen for the form, by this button or the key F; left out where the browser has no full screen. */
export function FullScreenButton() {
  const t = useTranslate()
  const on = useSyncExternalStore(subscribeToFullScreen, isFullScreen)
  useEffect(() => {
    if (!document.fullscreenEnabled) return
    window.addEventListener('keydown', handleKey)
    return () => window.removeEventListener('keydown', handleKey)
  }, [])
  if (!document.fullscreenEnabled) return null
  return (
    <button
      type="button"
      className={styles.fullScreen}
      aria-label={t('page.fullScreen')}
      aria-pressed={on}
      title={t('page.fullScreenKey')}
      onClick={toggleFullScreen}
    >
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <path d={on ? 'M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5' : 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5'} />
      </svg>
    </button>
  )
}
