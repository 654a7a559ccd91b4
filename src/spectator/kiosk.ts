/** Nothing on this page can be operated, left or put to sleep. */
export function hardenPage(): void {
  for (const gesture of [
    'contextmenu',
    'dragstart',
    'selectstart',
    'drop',
    'dragover',
    'gesturestart',
    'wheel',
  ] as const)
    window.addEventListener(gesture, (event) => event.preventDefault(), { capture: true, passive: false })
  window.addEventListener('touchmove', (event) => event.preventDefault(), { passive: false })
}

/** The screen stays on for as long as it shows this page. */
export function keepAwake(): void {
  const ask = () => {
    if (document.visibilityState !== 'visible') return
    // Refused on low battery, or where there is none: then the system decides.
    navigator.wakeLock?.request('screen').then(
      (lock) => lock.addEventListener('release', () => window.setTimeout(ask, 1000), { once: true }),
      () => {},
    )
  }
  document.addEventListener('visibilitychange', ask)
  ask()
}
