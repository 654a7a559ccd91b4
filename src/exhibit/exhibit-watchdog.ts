import { driveFrames } from '../kiosk/watchdog/fallback-frame-loop.ts'
import { showStill } from '../kiosk/watchdog/holding-screen.ts'
import { createPageReloader } from '../kiosk/watchdog/page-reloader.ts'
import { readWaits } from '../kiosk/watchdog/timeouts.ts'
import { createSoundWatch } from '../kiosk/watchdog/watch-audio.ts'
import { watchErrors } from '../kiosk/watchdog/watch-errors.ts'
import { createFramesWatch } from '../kiosk/watchdog/watch-frames.ts'
import { watchStorage } from '../kiosk/watchdog/watch-storage.ts'
import { followUpdates } from '../kiosk/watchdog/watch-updates.ts'
import { watchGraphics } from '../kiosk/watchdog/watch-webgl.ts'
import { watchWorkers } from '../kiosk/watchdog/watch-workers.ts'
import { mayStartAudio, recoverAudio, setAudioFailureListener } from '../session/audio-output.ts'
import { xrStore } from '../session/xr-session.ts'
import type { Piece } from './exhibit-context.ts'

/**
 * Notices whatever stops the piece, mends it without a person, and counts it.
 * @returns what to do when the page itself could not be drawn
 */
export function guard({ session, exhibit, flow, faults }: Piece): { crashed: () => void } {
  const { store, live } = session
  const { note } = faults
  const waits = readWaits()
  const later = (act: () => void, milliseconds: number) => window.setTimeout(act, milliseconds)
  const idle = () => ['attract', 'closed'].includes(flow.store.getState().scene)
  const whenIdle = (act: () => void) => {
    const stop = flow.store.subscribe(() => {
      if (!idle()) return
      stop()
      act()
    })
  }
  const reload = createPageReloader(note, { idle, whenIdle })
  const anew = () => reload(true)
  const xrSession = () => xrStore.getState().session
  const leave = () => {
    const worn = xrSession()
    void worn?.end().catch(() => {})
    return worn !== undefined
  }

  watchErrors(window, { note, reload })
  watchWorkers(() => note('worker-crashed'))
  watchStorage(() => note('storage-full'))
  watchGraphics(
    {
      target: window,
      later,
      cancel: (timer) => window.clearTimeout(timer),
      drawn: () => {
        const gl = live.stage?.().gl
        return gl !== undefined && !gl.getContext().isContextLost() && gl.info.render.calls > 0
      },
      leave,
      note: () => note('webgl-lost'),
      reload: anew,
    },
    waits.context,
  )
  const lookAtFrames = createFramesWatch(
    {
      count: () => live.frame.count,
      attended: () => {
        const worn = xrSession()
        return worn ? worn.visibilityState !== 'hidden' : document.visibilityState === 'visible'
      },
      restart: () => driveFrames(live),
      leave,
      note: () => note('frames-stalled'),
      reload: anew,
    },
    waits.frames,
  )
  const sound = createSoundWatch(
    {
      playing: () => {
        const { phase, stage } = store.getState()
        return phase === 'ready' && stage === null && live.playback?.playing === true
      },
      time: () => live.playback?.time() ?? 0,
      allowed: mayStartAudio,
      mend: recoverAudio,
      note: () => note('audio-dead'),
    },
    waits.sound,
  )
  setAudioFailureListener(sound.failed)
  const lookForUpdates = followUpdates({
    version: exhibit.version,
    check: waits.check,
    trial: waits.trial,
    idle,
    whenIdle,
    lives: () => store.getState().phase === 'ready' && live.frame.count > 10,
    note,
    reload: () => window.location.reload(),
  })
  const looking = setInterval(() => {
    lookAtFrames(performance.now())
    sound.look(performance.now())
    lookForUpdates()
  }, waits.look)
  return {
    crashed: () => {
      // Nothing is drawn any more, which is no further fault.
      clearInterval(looking)
      note('script-error')
      showStill('page')
      anew()
    },
  }
}
