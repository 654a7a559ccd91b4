export type FrameMonitorOptions = {
  /** Frames drawn so far. */
  getFrameCount: () => number
  /** Somebody could see frames now. */
  isVisible: () => boolean
  /** Lets them go on. */
  restartLoop: () => void
  /** Out of the headset, if there is one; false if not. */
  endXRSession: () => boolean
  reportFault: () => void
  reloadPage: () => void
}

/**
 * Frames that stop although somebody could see them: first the loop is restarted, then a headset's session ended, at last
 * the page reloaded; `patience` milliseconds lie between these.
 * @returns to be called again and again with the time, milliseconds
 */
export function createFrameMonitor(options: FrameMonitorOptions, stallTimeoutMs: number): (now: number) => void {
  let lastCount = -1
  let stalledSince = 0
  let lastCheckAt = Number.NEGATIVE_INFINITY
  let step = 0
  return (now) => {
    // Who has slept too sees nothing of what happened meanwhile.
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
