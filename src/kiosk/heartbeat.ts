import type { Heartbeat } from '../../protocol/health.ts'
import type { FaultCounter } from './faults.ts'
import { startMainThreadMonitor } from './watchdog/main-thread-monitor.ts'
import { readTimeouts } from './watchdog/timeouts.ts'

/** Milliseconds; a server that takes longer does not hear. */
const HEARTBEAT_TIMEOUT_MS = 5000
/** Beats that are left out where the server is of another kind: files alone, with nobody to tell. */
const SKIPPED_BEATS_WITHOUT_SERVER = 60
/** So many beats in a row that nobody has heard: the server is gone. */
const MAX_LOST_BEATS = 2

/** @returns what came of a beat: `none` where there is no such server at all */
async function postHeartbeat(beat: Heartbeat, url = getHeartbeatUrl()): Promise<'heard' | 'lost' | 'none'> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(beat),
    signal: AbortSignal.timeout(HEARTBEAT_TIMEOUT_MS),
  }).catch(() => null)
  if (response?.status === 404 || response?.status === 405) return 'none'
  return response?.ok ? 'heard' : 'lost'
}

const getHeartbeatUrl = () => new URL('api/heartbeat', document.baseURI).href

/**
 * Tells whether the server hears; one that was heard before and no longer is, is counted once until it is heard again.
 * @returns what to do every five seconds
 */
export function createHeartbeatSender(
  beat: () => Promise<'heard' | 'lost' | 'none'>,
  note: FaultCounter['report'],
): () => Promise<void> {
  let lost = 0
  let silent = 0
  let beating = false
  return async () => {
    if (beating || silent-- > 0) return
    beating = true
    const outcome = await beat()
    beating = false
    silent = outcome === 'none' ? SKIPPED_BEATS_WITHOUT_SERVER : 0
    lost = outcome === 'lost' ? lost + 1 : 0
    if (lost === MAX_LOST_BEATS) note('server-gone')
  }
}

/** @param frames drawn so far */
export function startHeartbeats(
  frames: () => number,
  tell: (fps: number) => Heartbeat,
  note: FaultCounter['report'],
): void {
  const waits = readTimeouts()
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
  const beat = createHeartbeatSender(() => {
    last = describe()
    return postHeartbeat(last)
  }, note)
  void beat()
  setInterval(beat, waits.heartbeatIntervalMs)

  const every = waits.pollIntervalMs
  const feel = startMainThreadMonitor(getHeartbeatUrl(), every, waits.mainThreadMs, () => note('frames-stalled'))
  const look = () => feel(document.visibilityState === 'visible' ? last : null)
  setInterval(look, every)
  document.addEventListener('visibilitychange', look)
}
