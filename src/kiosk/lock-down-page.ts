import { isHeadsetBrowser } from './is-headset-browser.ts'

/** Keys that leave, reload or print the page, or open developer tools. */
const BLOCKED_KEYS =
  /^(F1|F3|F5|F6|F7|F10|F11|F12|BrowserBack|BrowserForward|BrowserHome|BrowserRefresh|BrowserSearch)$/

const isBlockedShortcut = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  BLOCKED_KEYS.test(key) || ctrlKey || metaKey || (altKey && key !== 'AltGraph')

/**
 * Blocks context menu, zoom, drag and drop and shortcuts, as far as a page can; kiosk mode blocks the rest
 * (docs/museum.md).
 */
export function lockDownPage(): void {
  const prevent = (event: Event) => event.preventDefault()
  const options = { capture: true, passive: false }
  for (const name of ['contextmenu', 'selectstart', 'dragstart', 'dragover', 'drop', 'auxclick'] as const)
    window.addEventListener(name, prevent, options)
  // Safari's own events for pinching.
  for (const name of ['gesturestart', 'gesturechange']) window.addEventListener(name, prevent, options)
  window.addEventListener('wheel', (event) => event.ctrlKey && event.preventDefault(), options)
  window.addEventListener('touchmove', (event) => event.touches.length > 1 && prevent(event), options)
  window.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), options)
  window.addEventListener('keydown', (event) => isBlockedShortcut(event) && event.preventDefault(), options)
  // Going back stays on this page.
  history.pushState(history.state, '')
  window.addEventListener('popstate', () => history.pushState(history.state, ''))
  window.addEventListener('pointerup', enterFullscreen)
}

function enterFullscreen(): void {
  const { documentElement: root } = document
  if (document.fullscreenElement || !document.fullscreenEnabled || isHeadsetBrowser) return
  // Kiosk mode has made the window full screen already.
  if (innerWidth >= screen.width && innerHeight >= screen.height) return
  root.requestFullscreen({ navigationUI: 'hide' }).catch(() => {})
}
