import type { Seconds } from '../../../audio/units.ts'

/** A page that slept must not make everything jump. */
const MAX_STEP_SECONDS: Seconds = 0.1

/**
 * Calls `paint` before every picture the screen shows, apart from the room's own frames, and not while the page is
 * hidden.
 * @returns what ends it
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
