import type { Heartbeat } from '../../protocol/live-messages.ts'
import type { Faults, Piece } from '../exhibit/exhibit-context.ts'
import { startPulse } from './watchdog/main-thread-monitor.ts'
import { readWaits } from './watchdog/timeouts.ts'

/** Milliseconds; a server that takes longer does not hear. */
const PATIENCE = 5000
/** Beats that are left out where the server is of another kind: files alone, with nobody to tell. */
const SILENT = 60
/** So many beats in a row that nobody has heard: the server is gone. */
const GONE = 2

/** @returns what came of a beat: `none` where there is no such server at all */
async function send(beat: Heartbeat, url = heartbeatUrl()): Promise<'heard' | 'lost' | 'none'> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(beat),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null)
  if (response?.status === 404 || response?.status === 405) return 'none'
  return response?.ok ? 'heard' : 'lost'
}

const heartbeatUrl = () => new URL('api/heartbeat', document.baseURI).href

/**
 * Tells whether the server hears; one that was heard before and no longer is, is counted once until it is heard again.
 * @returns what to do every five seconds
 */
export function createHeart(beat: () => Promise<'heard' | 'lost' | 'none'>, note: Faults['note']): () => Promise<void> {
  let lost = 0
  let silent = 0
  let beating = false
  return async () => {
    if (beating || silent-- > 0) return
    beating = true
    const outcome = await beat()
    beating = false
    silent = outcome === 'none' ? SILENT : 0
    lost = outcome === 'lost' ? lost + 1 : 0
    if (lost === GONE) note('server-gone')
  }
}

/** Tells the server every few seconds that the piece lives, and how it is. */
export function sendHeartbeats({ session, exhibit, flow, faults, device }: Piece): void {
  keepBeating(
    () => session.live.frame.count,
    (fps) => {
      const { scene, song } = flow.store.getState()
      return { device, role: 'piece', version: exhibit.version, scene, song, fps, faults: faults.counts() }
    },
    faults.note,
  )
}

/** @param frames drawn so far */
export function keepBeating(frames: () => number, tell: (fps: number) => Heartbeat, note: Faults['note']): void {
  const waits = readWaits()
  let count = frames()
  let at = performance.now()
  const describe = (): Heartbeat => {
    const now = performance.now()
    const drawn = frames()
    const fps = Math.min(1000, Math.round(((drawn - count) / Math.max(1, now - at)) * 10_000) / 10)
    count = drawn
    at = now
    return tell(fps)
  }
  let last = describe()
  const beat = createHeart(() => {
    last = describe()
    return send(last)
  }, note)
  void beat()
  setInterval(beat, waits.heartbeat)

  const every = waits.look
  const feel = startPulse(heartbeatUrl(), every, waits.pulse, () => note('frames-stalled'))
  const look = () => feel(document.visibilityState === 'visible' ? last : null)
  setInterval(look, every)
  document.addEventListener('visibilitychange', look)
}
