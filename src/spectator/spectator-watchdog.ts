import type { WebGLRenderer } from 'three'
import type { FaultCounter } from '../kiosk/fault-counter.ts'
import { createFrameMonitor, requestWindowFrame } from '../kiosk/watchdog/frame-monitor.ts'
import type { PageProblems } from '../kiosk/watchdog/page-problems.ts'
import { createPageReloader } from '../kiosk/watchdog/page-reloader.ts'
import { readTimeouts } from '../kiosk/watchdog/timeouts.ts'
import { watchErrors } from '../kiosk/watchdog/watch-errors.ts'
import { watchUpdates } from '../kiosk/watchdog/watch-updates.ts'
import { watchWebGLContext } from '../kiosk/watchdog/watch-webgl-context.ts'
import type { DirectorState } from './director.ts'

type SpectatorWatchdogOptions = {
  renderer: WebGLRenderer
  draw: (now: number) => void
  /** Frames rendered since the page was loaded. */
  getFrameCount: () => number
  directorState: DirectorState
  faults: FaultCounter
  problems: PageProblems
  version: string
}

/**
 * Detects what stops the page, recovers it and counts the faults; takes updates while no visitor is shown.
 * @returns to be called periodically
 */
export function createSpectatorWatchdog({
  renderer,
  draw,
  getFrameCount,
  directorState,
  faults,
  problems,
  version,
}: SpectatorWatchdogOptions): () => void {
  const { report } = faults
  const timeouts = readTimeouts()
  const isIdle = () => !directorState.hasVisitor
  const idleCallbacks: (() => void)[] = []
  const runWhenIdle = (callback: () => void) => void idleCallbacks.push(callback)
  const reloadPage = createPageReloader(faults, { isIdle, runWhenIdle })
  const reloadNow = () => reloadPage(true)

  const isFailing = watchErrors(window, { reportFault: report, reloadPage })
  watchWebGLContext(
    {
      target: window,
      schedule: (callback, milliseconds) => window.setTimeout(callback, milliseconds),
      cancel: (timer) => window.clearTimeout(timer),
      isRendering: () => !renderer.getContext().isContextLost() && renderer.info.render.calls > 0,
      endXRSession: () => {},
      reportFault: () => report('webgl-lost'),
      reloadPage: () => {
        problems.set('no-webgl', true)
        reloadNow()
      },
    },
    timeouts.webglRestoreMs,
  )
  const checkFrames = createFrameMonitor(
    {
      getFrameCount,
      isVisible: () => document.visibilityState === 'visible',
      requestFrame: requestWindowFrame,
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
    problems.set('no-frames', checkFrames(performance.now()))
    problems.set('script-errors', isFailing())
    checkUpdates()
    if (isIdle()) for (const callback of idleCallbacks.splice(0)) callback()
  }
}
