import type { WebGLRenderer } from 'three'
import type { Faults } from '../exhibit/exhibit-context.ts'
import { createPageReloader } from '../kiosk/watchdog/page-reloader.ts'
import { readWaits } from '../kiosk/watchdog/timeouts.ts'
import { watchErrors } from '../kiosk/watchdog/watch-errors.ts'
import { createFramesWatch } from '../kiosk/watchdog/watch-frames.ts'
import { watchStorage } from '../kiosk/watchdog/watch-storage.ts'
import { followUpdates } from '../kiosk/watchdog/watch-updates.ts'
import { watchGraphics } from '../kiosk/watchdog/watch-webgl.ts'
import type { Shown } from './director.ts'

/**
 * Notices whatever stops the screen, mends it without a person, and counts it; takes updates while no visitor is shown.
 * @param frames drawn so far
 * @returns to be called again and again
 */
export function guardScreen(
  renderer: WebGLRenderer,
  draw: (now: number) => void,
  frames: () => number,
  shown: Shown,
  { note }: Faults,
  version: string,
): () => void {
  const waits = readWaits()
  const idle = () => !shown.visited
  const whenNobody: (() => void)[] = []
  const whenIdle = (act: () => void) => void whenNobody.push(act)
  const reload = createPageReloader(note, { idle, whenIdle })
  const anew = () => reload(true)

  watchErrors(window, { note, reload })
  watchStorage(() => note('storage-full'))
  watchGraphics(
    {
      target: window,
      later: (act, milliseconds) => window.setTimeout(act, milliseconds),
      cancel: (timer) => window.clearTimeout(timer),
      drawn: () => !renderer.getContext().isContextLost() && renderer.info.render.calls > 0,
      leave: () => {},
      note: () => note('webgl-lost'),
      reload: anew,
    },
    waits.context,
  )
  const lookAtFrames = createFramesWatch(
    {
      count: frames,
      attended: () => document.visibilityState === 'visible',
      restart: () => {
        // One that believes that it runs would not start.
        renderer.setAnimationLoop(null)
        renderer.setAnimationLoop(draw)
      },
      leave: () => false,
      note: () => note('frames-stalled'),
      reload: anew,
    },
    waits.frames,
  )
  const lookForUpdates = followUpdates({
    version,
    check: waits.check,
    trial: waits.trial,
    idle,
    whenIdle,
    lives: () => shown.song !== null && frames() > 10,
    note,
    reload: () => window.location.reload(),
  })
  return () => {
    lookAtFrames(performance.now())
    lookForUpdates()
    if (idle()) for (const act of whenNobody.splice(0)) act()
  }
}
