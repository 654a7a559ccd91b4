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
export function createFrameMonitor(source: FrameMonitorOptions, patience: number): (now: number) => void {
  let count = -1
  let since = 0
  let last = Number.NEGATIVE_INFINITY
  let step = 0
  return (now) => {
    // Who has slept too sees nothing of what happened meanwhile.
    const slept = now - last > patience / 2
    last = now
    const counted = source.getFrameCount()
    if (counted !== count) step = 0
    if (counted !== count || slept || !source.isVisible()) {
      count = counted
      since = now
      return
    }
    if (now - since < patience) return
    since = now
    if (step === 0) {
      source.reportFault()
      source.restartLoop()
      step = 1
    } else if (step === 1 && source.endXRSession()) step = 2
    else source.reloadPage()
  }
}
