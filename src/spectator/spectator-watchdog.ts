import type { WebGLRenderer } from 'three'
import type { FaultCounter } from '../kiosk/faults.ts'
import { createPageReloader } from '../kiosk/watchdog/page-reloader.ts'
import { readTimeouts } from '../kiosk/watchdog/timeouts.ts'
import { watchErrors } from '../kiosk/watchdog/watch-errors.ts'
import { createFrameMonitor } from '../kiosk/watchdog/watch-frames.ts'
import { watchStorage } from '../kiosk/watchdog/watch-storage.ts'
import { watchUpdates } from '../kiosk/watchdog/watch-updates.ts'
import { watchWebGLContext } from '../kiosk/watchdog/watch-webgl.ts'
import type { DirectorState } from './director.ts'

/**
 * Notices whatever stops the screen, mends it without a person, and counts it; takes updates while no visitor is shown.
 * @param frames drawn so far
 * @returns to be called again and again
 */
export function createSpectatorWatchdog(
  renderer: WebGLRenderer,
  draw: (now: number) => void,
  frames: () => number,
  shown: DirectorState,
  { report: note }: FaultCounter,
  version: string,
): () => void {
  const waits = readTimeouts()
  const idle = () => !shown.hasVisitor
  const whenNobody: (() => void)[] = []
  const whenIdle = (act: () => void) => void whenNobody.push(act)
  const reload = createPageReloader(note, { isIdle: idle, runWhenIdle: whenIdle })
  const anew = () => reload(true)

  watchErrors(window, { reportFault: note, reloadPage: reload })
  watchStorage(() => note('storage-full'))
  watchWebGLContext(
    {
      target: window,
      schedule: (act, milliseconds) => window.setTimeout(act, milliseconds),
      cancel: (timer) => window.clearTimeout(timer),
      isRendering: () => !renderer.getContext().isContextLost() && renderer.info.render.calls > 0,
      endXRSession: () => {},
      reportFault: () => note('webgl-lost'),
      reloadPage: anew,
    },
    waits.webglRestoreMs,
  )
  const lookAtFrames = createFrameMonitor(
    {
      getFrameCount: frames,
      isVisible: () => document.visibilityState === 'visible',
      restartLoop: () => {
        // One that believes that it runs would not start.
        renderer.setAnimationLoop(null)
        renderer.setAnimationLoop(draw)
      },
      endXRSession: () => false,
      reportFault: () => note('frames-stalled'),
      reloadPage: anew,
    },
    waits.frameStallMs,
  )
  const lookForUpdates = watchUpdates({
    version,
    checkIntervalMs: waits.updateCheckIntervalMs,
    trialMs: waits.updateTrialMs,
    isIdle: idle,
    runWhenIdle: whenIdle,
    isReady: () => shown.song !== null && frames() > 10,
    reportFault: note,
    reloadPage: () => window.location.reload(),
  })
  return () => {
    lookAtFrames(performance.now())
    lookForUpdates()
    if (idle()) for (const act of whenNobody.splice(0)) act()
  }
}
