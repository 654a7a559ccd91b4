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
async function postHeartbeat(heartbeat: Heartbeat, url = getHeartbeatUrl()): Promise<'heard' | 'lost' | 'none'> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(heartbeat),
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
  send: () => Promise<'heard' | 'lost' | 'none'>,
  report: FaultCounter['report'],
): () => Promise<void> {
  let lostBeats = 0
  let beatsToSkip = 0
  let isSending = false
  return async () => {
    if (isSending || beatsToSkip-- > 0) return
    isSending = true
    const outcome = await send()
    isSending = false
    beatsToSkip = outcome === 'none' ? SKIPPED_BEATS_WITHOUT_SERVER : 0
    lostBeats = outcome === 'lost' ? lostBeats + 1 : 0
    if (lostBeats === MAX_LOST_BEATS) report('server-gone')
  }
}

/** @param getFrameCount drawn so far */
export function startHeartbeats(
  getFrameCount: () => number,
  createHeartbeat: (fps: number) => Heartbeat,
  report: FaultCounter['report'],
): void {
  const timeouts = readTimeouts()
  let lastCount = getFrameCount()
  let lastAt = performance.now()
  const measure = (): Heartbeat => {
    const now = performance.now()
    const frameCount = getFrameCount()
    const fps = Math.min(1000, Math.round(((frameCount - lastCount) / Math.max(1, now - lastAt)) * 10_000) / 10)
    lastCount = frameCount
    lastAt = now
    return createHeartbeat(fps)
  }
  let latestHeartbeat = measure()
  const send = createHeartbeatSender(() => {
    latestHeartbeat = measure()
    return postHeartbeat(latestHeartbeat)
  }, report)
  void send()
  setInterval(send, timeouts.heartbeatIntervalMs)

  const pollIntervalMs = timeouts.pollIntervalMs
  const updateMonitor = startMainThreadMonitor(getHeartbeatUrl(), pollIntervalMs, timeouts.mainThreadMs, () =>
    report('frames-stalled'),
  )
  const update = () => updateMonitor(document.visibilityState === 'visible' ? latestHeartbeat : null)
  setInterval(update, pollIntervalMs)
  document.addEventListener('visibilitychange', update)
}
