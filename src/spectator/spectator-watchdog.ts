import type { WebGLRenderer } from 'three'
import type { FaultCounter } from '../kiosk/fault-counter.ts'
import { createFrameMonitor } from '../kiosk/watchdog/frame-monitor.ts'
import { createPageReloader } from '../kiosk/watchdog/page-reloader.ts'
import { readTimeouts } from '../kiosk/watchdog/timeouts.ts'
import { watchErrors } from '../kiosk/watchdog/watch-errors.ts'
import { watchUpdates } from '../kiosk/watchdog/watch-updates.ts'
import { watchWebGLContext } from '../kiosk/watchdog/watch-webgl-context.ts'
import type { DirectorState } from './director.ts'

/**
 * Detects what stops the page, recovers it and counts the faults; takes updates while no visitor is shown.
 * @param getFrameCount frames rendered since the page was loaded
 * @returns to be called periodically
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
        // `setAnimationLoop` ignores a second loop: clear it first.
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
