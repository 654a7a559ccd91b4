/** Keys with which a browser would leave the piece, print it, or look behind it. */
const BLOCKED_KEYS =
  /^(F1|F3|F5|F6|F7|F10|F11|F12|BrowserBack|BrowserForward|BrowserHome|BrowserRefresh|BrowserSearch)$/

const isBlockedShortcut = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  BLOCKED_KEYS.test(key) || ctrlKey || metaKey || (altKey && key !== 'AltGraph')

/** The browser of a headset: to fill the screen would only put a sign before the page. */
export const isHeadsetBrowser = /OculusBrowser|PicoBrowser|Wolvic/.test(navigator.userAgent)

/**
 * Nothing of the browser shows: no menu, no zoom, no drag and drop, no shortcut, as far as a page can see to that. What
 * it cannot, kiosk mode does (docs/museum.md).
 */
export function lockDownPage(): void {
  const prevent = (event: Event) => event.preventDefault()
  const options = { capture: true, passive: false }
  for (const name of ['contextmenu', 'selectstart', 'dragstart', 'dragover', 'drop', 'auxclick'] as const)
    window.addEventListener(name, prevent, options)
  // Safari's own names for two fingers.
  for (const name of ['gesturestart', 'gesturechange']) window.addEventListener(name, prevent, options)
  window.addEventListener('wheel', (event) => event.ctrlKey && event.preventDefault(), options)
  window.addEventListener('touchmove', (event) => event.touches.length > 1 && prevent(event), options)
  window.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), options)
  window.addEventListener('keydown', (event) => isBlockedShortcut(event) && event.preventDefault(), options)
  // Whatever gets us back here is a page that begins anew.
  history.pushState(history.state, '')
  window.addEventListener('popstate', () => history.pushState(history.state, ''))
  window.addEventListener('pointerup', enterFullscreen)
}

function enterFullscreen(): void {
  const { documentElement: root } = document
  if (document.fullscreenElement || !document.fullscreenEnabled || isHeadsetBrowser) return
  // A frame that already fills the screen needs no more.
  if (innerWidth >= screen.width && innerHeight >= screen.height) return
  root.requestFullscreen({ navigationUI: 'hide' }).catch(() => {})
}

/** The screen stays on while visitors may come. */
export function createWakeLock(isWanted: () => boolean): () => void {
  let sentinel: WakeLockSentinel | null = null
  let isRequesting = false
  const update = async () => {
    if (!navigator.wakeLock || isRequesting) return
    const shouldHold = isWanted() && document.visibilityState === 'visible'
    isRequesting = true
    try {
      if (shouldHold && (!sentinel || sentinel.released)) sentinel = await navigator.wakeLock.request('screen')
      if (!shouldHold && sentinel) await sentinel.release()
    } catch {
      // Refused, for instance where the battery is low.
    }
    isRequesting = false
  }
  document.addEventListener('visibilitychange', update)
  return () => void update()
}
