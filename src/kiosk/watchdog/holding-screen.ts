let still: HTMLElement | null = null
const reasons = new Set<string>()

/** Something calm over everything: a slow glow in the dark, without words. Not React's: it may be React that has failed. */
export function showStill(reason: 'page' | 'songs'): void {
  reasons.add(reason)
  if (still) return
  still = document.createElement('div')
  still.dataset.still = ''
  still.setAttribute('role', 'img')
  still.setAttribute('aria-label', document.title)
  Object.assign(still.style, {
    position: 'fixed',
    inset: '0',
    zIndex: '1000',
    background: 'radial-gradient(circle at 50% 55%, #1d2440 0%, #0b0e1a 45%, #05060a 80%)',
  })
  document.body.append(still)
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
  still.animate([{ filter: 'brightness(1)' }, { filter: 'brightness(1.5)' }], {
    duration: 6000,
    direction: 'alternate',
    iterations: Number.POSITIVE_INFINITY,
    easing: 'ease-in-out',
  })
}

/** It stays as long as there is another reason for it. */
export function hideStill(reason: 'page' | 'songs'): void {
  reasons.delete(reason)
  if (reasons.size > 0) return
  still?.remove()
  still = null
}
