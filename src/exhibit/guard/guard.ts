import { mendSound, soundMayRun, tellSoundFailed } from '../../sound.ts'
import { xrStore } from '../../xr-store.ts'
import type { Piece } from '../piece.ts'
import { driveFrames } from './drive-frames.ts'
import { watchErrors } from './errors.ts'
import { createFramesWatch } from './frames.ts'
import { watchGraphics } from './graphics.ts'
import { createPageReloader } from './page-reloader.ts'
import { createSoundWatch } from './sound.ts'
import { showStill } from './still.ts'
import { watchStorage } from './storage.ts'
import { followUpdates } from './updates.ts'
import { readWaits } from './watch.ts'
import { watchWorkers } from './workers.ts'

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
      allowed: soundMayRun,
      mend: mendSound,
      note: () => note('audio-dead'),
    },
    waits.sound,
  )
  tellSoundFailed(sound.failed)
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
