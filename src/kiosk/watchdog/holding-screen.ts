let holdingScreen: HTMLElement | null = null
const activeReasons = new Set<string>()

/** Covers the page with a slow glow without text. It does not use React, which may have failed. */
export function showHoldingScreen(reason: 'page' | 'songs'): void {
  activeReasons.add(reason)
  if (holdingScreen) return
  holdingScreen = document.createElement('div')
  holdingScreen.dataset.still = ''
  holdingScreen.setAttribute('role', 'img')
  holdingScreen.setAttribute('aria-label', document.title)
  Object.assign(holdingScreen.style, {
    position: 'fixed',
    inset: '0',
    zIndex: '1000',
    background: 'radial-gradient(circle at 50% 55%, #1d2440 0%, #0b0e1a 45%, #05060a 80%)',
  })
  document.body.append(holdingScreen)
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
  holdingScreen.animate([{ filter: 'brightness(1)' }, { filter: 'brightness(1.5)' }], {
    duration: 6000,
    direction: 'alternate',
    iterations: Number.POSITIVE_INFINITY,
    easing: 'ease-in-out',
  })
}

/** The holding screen stays while another reason is active. */
export function hideHoldingScreen(reason: 'page' | 'songs'): void {
  activeReasons.delete(reason)
  if (activeReasons.size > 0) return
  holdingScreen?.remove()
  holdingScreen = null
}
