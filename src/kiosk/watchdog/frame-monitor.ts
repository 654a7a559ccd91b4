export type FrameMonitorOptions = {
  /** Frames drawn since the page was loaded. */
  getFrameCount: () => number
  /** The page or the XR session is visible. */
  isVisible: () => boolean
  restartLoop: () => void
  /** @returns false if there is no XR session */
  endXRSession: () => boolean
  reportFault: () => void
  reloadPage: () => void
}

/**
 * Recovers stalled frames: first restarts the loop, then ends the XR session, then reloads the page, each
 * `stallTimeoutMs` after the other.
 * @returns to be called periodically with the time, milliseconds
 */
export function createFrameMonitor(options: FrameMonitorOptions, stallTimeoutMs: number): (now: number) => void {
  let lastCount = -1
  let stalledSince = 0
  let lastCheckAt = Number.NEGATIVE_INFINITY
  let step = 0
  return (now) => {
    // After sleep the timer itself was late: do not report missing frames.
    const wasSuspended = now - lastCheckAt > stallTimeoutMs / 2
    lastCheckAt = now
    const frameCount = options.getFrameCount()
    if (frameCount !== lastCount) step = 0
    if (frameCount !== lastCount || wasSuspended || !options.isVisible()) {
      lastCount = frameCount
      stalledSince = now
      return
    }
    if (now - stalledSince < stallTimeoutMs) return
    stalledSince = now
    if (step === 0) {
      options.reportFault()
      options.restartLoop()
      step = 1
    } else if (step === 1 && options.endXRSession()) step = 2
    else options.reloadPage()
  }
}
