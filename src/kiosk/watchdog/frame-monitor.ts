export type FrameMonitorOptions = {
  /** Frames drawn since the page was loaded. */
  getFrameCount: () => number
  /** The page or the XR session is visible. */
  isVisible: () => boolean
  /** Calls back with the next frame of the browser, which may not come while the screen is off. */
  requestFrame: (callback: () => void) => void
  restartLoop: () => void
  /** @returns false if there is no XR session */
  endXRSession: () => boolean
  reportFault: () => void
  reloadPage: () => void
}

/**
 * Recovers stalled frames: first restarts the loop, then ends the XR session, then reloads the page, each
 * `stallTimeoutMs` after the other. While the browser itself has no frames (its screen is off, or it hangs), it waits.
 * @returns to be called periodically with the time, milliseconds; returns whether frames are missing
 */
export function createFrameMonitor(options: FrameMonitorOptions, stallTimeoutMs: number): (now: number) => boolean {
  let lastCount = -1
  let stalledSince = 0
  let lastCheckAt = Number.NEGATIVE_INFINITY
  let step = 0
  let isFrameRequested = false
  let isMissing = false
  /** The browser has had a frame since the last one of the page. */
  let isBrowserDrawing = false
  return (now) => {
    // After sleep the timer itself was late: do not report missing frames.
    const wasSuspended = now - lastCheckAt > stallTimeoutMs / 2
    lastCheckAt = now
    const frameCount = options.getFrameCount()
    if (frameCount !== lastCount) step = 0
    if (frameCount !== lastCount || wasSuspended || !options.isVisible()) {
      lastCount = frameCount
      stalledSince = now
      isBrowserDrawing = false
      isMissing = false
      return isMissing
    }
    if (!isFrameRequested) {
      isFrameRequested = true
      options.requestFrame(() => {
        isFrameRequested = false
        isBrowserDrawing = true
      })
    }
    if (now - stalledSince < stallTimeoutMs) return isMissing
    isMissing = true
    stalledSince = now
    if (!isBrowserDrawing) return isMissing
    isBrowserDrawing = false
    if (step === 0) {
      options.reportFault()
      options.restartLoop()
      step = 1
    } else if (step === 1 && options.endXRSession()) step = 2
    else options.reloadPage()
    return isMissing
  }
}

// Taken at the start: whatever later replaces it does not stop the monitor.
const requestAnimationFrame = globalThis.requestAnimationFrame?.bind(globalThis)

/** The next frame of the page's window. */
export const requestWindowFrame = (callback: () => void): void => void requestAnimationFrame(callback)
