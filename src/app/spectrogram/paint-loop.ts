import type { Seconds } from '../../../audio/units.ts'

/** Keeps animations from jumping after the page was asleep. */
const MAX_STEP_SECONDS: Seconds = 0.1

/**
 * Calls `paint` at every animation frame, apart from the frames of the scene, and not while the page is hidden.
 * @returns a function that ends the loop
 */
export function startPaintLoop(paint: (dt: Seconds) => void): () => void {
  let request = 0
  let last = performance.now()
  const next = (now: number) => {
    request = requestAnimationFrame(next)
    paint(Math.min(MAX_STEP_SECONDS, Math.max(0, (now - last) / 1000)))
    last = now
  }
  const follow = () => {
    cancelAnimationFrame(request)
    if (!document.hidden) request = requestAnimationFrame(next)
  }
  document.addEventListener('visibilitychange', follow)
  follow()
  return () => {
    document.removeEventListener('visibilitychange', follow)
    cancelAnimationFrame(request)
  }
}
