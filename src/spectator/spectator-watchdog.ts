import type { WebGLRenderer } from 'three'
import type { FaultCounter } from '../kiosk/faults.ts'
import { createPageReloader } from '../kiosk/watchdog/page-reloader.ts'
import { readTimeouts } from '../kiosk/watchdog/timeouts.ts'
import { watchErrors } from '../kiosk/watchdog/watch-errors.ts'
import { createFrameMonitor } from '../kiosk/watchdog/watch-frames.ts'
import { watchUpdates } from '../kiosk/watchdog/watch-updates.ts'
import { watchWebGLContext } from '../kiosk/watchdog/watch-webgl.ts'
import type { DirectorState } from './director.ts'

/**
 * Notices whatever stops the screen, mends it without a person, and counts it; takes updates while no visitor is shown.
 * @param getFrameCount drawn so far
 * @returns to be called again and again
 */
export function createSpectatorWatchdog(
  renderer: WebGLRenderer,
  draw: (now: number) => void,
  getFrameCount: () => number,
  directorState: DirectorState,
  faults: FaultCounter,
  version: string,
): () => void {
  const { report } = faults
  const timeouts = readTimeouts()
  const isIdle = () => !directorState.hasVisitor
  const idleCallbacks: (() => void)[] = []
  const runWhenIdle = (callback: () => void) => void idleCallbacks.push(callback)
  const reloadPage = createPageReloader(faults, { isIdle, runWhenIdle })
  const reloadNow = () => reloadPage(true)

  watchErrors(window, { reportFault: report, reloadPage })
  watchWebGLContext(
    {
      target: window,
      schedule: (callback, milliseconds) => window.setTimeout(callback, milliseconds),
      cancel: (timer) => window.clearTimeout(timer),
      isRendering: () => !renderer.getContext().isContextLost() && renderer.info.render.calls > 0,
      endXRSession: () => {},
      reportFault: () => report('webgl-lost'),
      reloadPage: reloadNow,
    },
    timeouts.webglRestoreMs,
  )
  const checkFrames = createFrameMonitor(
    {
      getFrameCount,
      isVisible: () => document.visibilityState === 'visible',
      restartLoop: () => {
        // One that believes that it runs would not start.
        renderer.setAnimationLoop(null)
        renderer.setAnimationLoop(draw)
      },
      endXRSession: () => false,
      reportFault: () => report('frames-stalled'),
      reloadPage: reloadNow,
    },
    timeouts.frameStallMs,
  )
  const checkUpdates = watchUpdates({
    version,
    checkIntervalMs: timeouts.updateCheckIntervalMs,
    trialMs: timeouts.updateTrialMs,
    isIdle,
    runWhenIdle,
    isReady: () => directorState.song !== null && getFrameCount() > 10,
    reportFault: report,
    reloadPage: () => window.location.reload(),
  })
  return () => {
    checkFrames(performance.now())
    checkUpdates()
    if (isIdle()) for (const callback of idleCallbacks.splice(0)) callback()
  }
}
