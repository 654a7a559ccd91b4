import { addWorkerCrashListener } from '../../audio/start-worker.ts'
import { createAudioMonitor } from '../kiosk/watchdog/audio-monitor.ts'
import { canDraw } from '../kiosk/watchdog/can-draw.ts'
import { createFallbackFrameLoop } from '../kiosk/watchdog/fallback-frame-loop.ts'
import { createFrameMonitor, requestWindowFrame } from '../kiosk/watchdog/frame-monitor.ts'
import { isHolding, showHoldingScreen } from '../kiosk/watchdog/holding-screen.ts'
import { createPageReloader } from '../kiosk/watchdog/page-reloader.ts'
import { readTimeouts } from '../kiosk/watchdog/timeouts.ts'
import { watchErrors } from '../kiosk/watchdog/watch-errors.ts'
import { watchUpdates } from '../kiosk/watchdog/watch-updates.ts'
import { watchWebGLContext } from '../kiosk/watchdog/watch-webgl-context.ts'
import { xrStore } from '../session/xr-session.ts'
import type { ExhibitContext } from './exhibit-context.ts'

/**
 * Detects what stops the exhibit, recovers it and counts the faults.
 * @returns `onCrash`, to be called when React cannot render the page
 */
export function startExhibitWatchdog({ session, exhibit, visitController, faults, problems }: ExhibitContext): {
  onCrash: () => void
} {
  const { store, frameState, services, audioOutput } = session
  const { report } = faults
  const timeouts = readTimeouts()
  const schedule = (callback: () => void, milliseconds: number) => window.setTimeout(callback, milliseconds)
  const isIdle = () => ['attract', 'closed'].includes(visitController.store.getState().scene)
  const runWhenIdle = (callback: () => void) => {
    const unsubscribe = visitController.store.subscribe(() => {
      if (!isIdle()) return
      unsubscribe()
      callback()
    })
  }
  const reloadPage = createPageReloader(faults, { isIdle, runWhenIdle })
  const reloadNow = () => reloadPage(true)
  const getXRSession = () => xrStore.getState().session
  const endXRSession = () => {
    const session = getXRSession()
    void session?.end().catch(() => {})
    return session !== undefined
  }

  const isFailing = watchErrors(window, { reportFault: report, reloadPage })
  addWorkerCrashListener(() => report('worker-crashed'))
  watchWebGLContext(
    {
      target: window,
      schedule,
      cancel: (timer) => window.clearTimeout(timer),
      isRendering: () => {
        const gl = services.renderer?.().gl
        return gl !== undefined && !gl.getContext().isContextLost() && gl.info.render.calls > 0
      },
      endXRSession,
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
      getFrameCount: () => frameState.stats.count,
      isVisible: () => {
        const session = getXRSession()
        return session ? session.visibilityState !== 'hidden' : document.visibilityState === 'visible'
      },
      // In an XR session the window may have no frames of its own.
      requestFrame: (callback) => (getXRSession() ? callback() : requestWindowFrame(callback)),
      restartLoop: createFallbackFrameLoop(frameState.stats, services),
      endXRSession,
      reportFault: () => report('frames-stalled'),
      reloadPage: reloadNow,
    },
    timeouts.frameStallMs,
  )
  const audioMonitor = createAudioMonitor(
    {
      isPlaying: () => {
        const { phase, stage } = store.getState()
        return phase === 'ready' && stage === null && services.playback?.playing === true
      },
      getTime: () => services.playback?.time() ?? 0,
      mayStart: audioOutput.mayStart,
      recoverAudio: audioOutput.recover,
      reportFault: () => report('audio-dead'),
    },
    timeouts.audioStallMs,
  )
  audioOutput.addFailureListener(audioMonitor.failed)
  let isAudioRefused = false
  audioOutput.addUnavailableListener(() => {
    isAudioRefused = true
  })
  const checkUpdates = watchUpdates({
    version: exhibit.version,
    checkIntervalMs: timeouts.updateCheckIntervalMs,
    trialMs: timeouts.updateTrialMs,
    isIdle,
    runWhenIdle,
    isReady: () => store.getState().phase === 'ready' && frameState.stats.count > 10,
    reportFault: report,
    reloadPage: () => window.location.reload(),
  })
  const pollTimer = setInterval(() => {
    problems.set('no-frames', checkFrames(performance.now()))
    audioMonitor.check(performance.now())
    problems.set('no-sound', audioMonitor.isSilent() || (isAudioRefused && audioOutput.readClock() === null))
    problems.set('script-errors', isFailing())
    problems.set('no-song', isHolding('songs'))
    checkUpdates()
  }, timeouts.pollIntervalMs)
  return {
    onCrash: () => {
      // Frames that stall from now on are no further fault.
      clearInterval(pollTimer)
      report('script-error')
      problems.set(canDraw() ? 'crashed' : 'no-webgl', true)
      showHoldingScreen('page')
      reloadNow()
    },
  }
}
