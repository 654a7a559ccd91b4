import type { FaultKind } from '../../exhibit/messages.ts'
import type { Faults } from '../exhibit/piece.ts'

const KEY = 'songwalk-revived'
/** Milliseconds: the first reload comes soon, others wait longer and longer until it has been well for a while. */
const SOONEST = 1500
const LATEST = 60_000
const WELL = 120_000
/** Frames that do not come for so long will not come. */
const STALLED = 10_000
const LOOK_EVERY = 2000

/**
 * A page that cannot go on begins anew by itself, but at most so often.
 * @param frames how many were drawn so far
 */
export function reviveItself(canvas: HTMLCanvasElement, faults: Faults, frames: () => number): void {
  let reloading = false
  const reload = (kind: FaultKind) => {
    faults.note(kind)
    if (reloading) return
    reloading = true
    const before = countReload()
    window.setTimeout(
      () => {
        faults.note('reloaded')
        window.location.reload()
      },
      Math.min(LATEST, SOONEST * 2 ** before),
    )
  }
  window.setTimeout(() => sessionStorage.removeItem(KEY), WELL)
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault()
    reload('webgl-lost')
  })
  window.addEventListener('error', () => reload('script-error'))
  window.addEventListener('unhandledrejection', () => reload('script-error'))

  let seen = frames()
  let still = 0
  window.setInterval(() => {
    const now = frames()
    // Nobody draws for a screen that is hidden.
    still = now !== seen || document.hidden ? 0 : still + LOOK_EVERY
    seen = now
    if (still >= STALLED) reload('frames-stalled')
  }, LOOK_EVERY)
}

/** @returns how many there were before; on a full disk it waits as after many. */
function countReload(): number {
  try {
    const before = Number(sessionStorage.getItem(KEY)) || 0
    sessionStorage.setItem(KEY, String(before + 1))
    return before
  } catch {
    return 6
  }
}
