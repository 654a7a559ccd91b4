import { startFallbackFrameLoop } from '../kiosk/watchdog/fallback-frame-loop.ts'
import { showHoldingScreen } from '../kiosk/watchdog/holding-screen.ts'
import { createPageReloader } from '../kiosk/watchdog/page-reloader.ts'
import { readTimeouts } from '../kiosk/watchdog/timeouts.ts'
import { createAudioMonitor } from '../kiosk/watchdog/watch-audio.ts'
import { watchErrors } from '../kiosk/watchdog/watch-errors.ts'
import { createFrameMonitor } from '../kiosk/watchdog/watch-frames.ts'
import { watchStorage } from '../kiosk/watchdog/watch-storage.ts'
import { watchUpdates } from '../kiosk/watchdog/watch-updates.ts'
import { watchWebGLContext } from '../kiosk/watchdog/watch-webgl.ts'
import { watchWorkers } from '../kiosk/watchdog/watch-workers.ts'
import { mayStartAudio, recoverAudio, setAudioFailureListener } from '../session/audio-output.ts'
import { xrStore } from '../session/xr-session.ts'
import type { ExhibitContext } from './exhibit-context.ts'

/**
 * Notices whatever stops the piece, mends it without a person, and counts it.
 * @returns what to do when the page itself could not be drawn
 */
export function startExhibitWatchdog({ session, exhibit, visitController: flow, faults }: ExhibitContext): {
  onCrash: () => void
} {
  const { store, frameState, services } = session
  const { report: note } = faults
  const waits = readTimeouts()
  const later = (act: () => void, milliseconds: number) => window.setTimeout(act, milliseconds)
  const idle = () => ['attract', 'closed'].includes(flow.store.getState().scene)
  const whenIdle = (act: () => void) => {
    const stop = flow.store.subscribe(() => {
      if (!idle()) return
      stop()
      act()
    })
  }
  const reload = createPageReloader(note, { isIdle: idle, runWhenIdle: whenIdle })
  const anew = () => reload(true)
  const xrSession = () => xrStore.getState().session
  const leave = () => {
    const worn = xrSession()
    void worn?.end().catch(() => {})
    return worn !== undefined
  }

  watchErrors(window, { reportFault: note, reloadPage: reload })
  watchWorkers(() => note('worker-crashed'))
  watchStorage(() => note('storage-full'))
  watchWebGLContext(
    {
      target: window,
      schedule: later,
      cancel: (timer) => window.clearTimeout(timer),
      isRendering: () => {
        const gl = services.renderer?.().gl
        return gl !== undefined && !gl.getContext().isContextLost() && gl.info.render.calls > 0
      },
      endXRSession: leave,
      reportFault: () => note('webgl-lost'),
      reloadPage: anew,
    },
    waits.webglRestoreMs,
  )
  const lookAtFrames = createFrameMonitor(
    {
      getFrameCount: () => frameState.stats.count,
      isVisible: () => {
        const worn = xrSession()
        return worn ? worn.visibilityState !== 'hidden' : document.visibilityState === 'visible'
      },
      restartLoop: () => startFallbackFrameLoop(frameState.stats, services),
      endXRSession: leave,
      reportFault: () => note('frames-stalled'),
      reloadPage: anew,
    },
    waits.frameStallMs,
  )
  const sound = createAudioMonitor(
    {
      isPlaying: () => {
        const { phase, stage } = store.getState()
        return phase === 'ready' && stage === null && services.playback?.playing === true
      },
      getTime: () => services.playback?.time() ?? 0,
      mayStart: mayStartAudio,
      recoverAudio: recoverAudio,
      reportFault: () => note('audio-dead'),
    },
    waits.audioStallMs,
  )
  setAudioFailureListener(sound.failed)
  const lookForUpdates = watchUpdates({
    version: exhibit.version,
    checkIntervalMs: waits.updateCheckIntervalMs,
    trialMs: waits.updateTrialMs,
    isIdle: idle,
    runWhenIdle: whenIdle,
    isReady: () => store.getState().phase === 'ready' && frameState.stats.count > 10,
    reportFault: note,
    reloadPage: () => window.location.reload(),
  })
  const looking = setInterval(() => {
    lookAtFrames(performance.now())
    sound.check(performance.now())
    lookForUpdates()
  }, waits.pollIntervalMs)
  return {
    onCrash: () => {
      // Nothing is drawn any more, which is no further fault.
      clearInterval(looking)
      note('script-error')
      showHoldingScreen('page')
      anew()
    },
  }
}
