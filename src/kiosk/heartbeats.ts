import type { Heartbeat } from '../../protocol/health.ts'
import type { FaultCounter } from './fault-counter.ts'
import { type AnswerHandler, getHeartbeatUrl, type HeartbeatResult, postHeartbeat } from './post-heartbeat.ts'
import { startMainThreadMonitor } from './watchdog/main-thread-monitor.ts'
import { readTimeouts } from './watchdog/timeouts.ts'

/** Heartbeats to skip after an unsupported one. */
const SKIPPED_BEATS_WITHOUT_SERVER = 60
/** After this many lost heartbeats in a row, the server counts as gone. */
const MAX_LOST_BEATS = 2

/**
 * A server that is lost is counted once, until it answers again.
 * @returns sends one heartbeat
 */
export function createHeartbeatSender(
  send: () => Promise<HeartbeatResult>,
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
    beatsToSkip = outcome === 'unsupported' ? SKIPPED_BEATS_WITHOUT_SERVER : 0
    lostBeats = outcome === 'lost' ? lostBeats + 1 : 0
    if (lostBeats === MAX_LOST_BEATS) report('server-gone')
  }
}

/**
 * @param getFrameCount frames drawn since the page was loaded
 * @param onStatus gets the HTTP status of each answer
 * @returns sends one at once
 */
export function startHeartbeats(
  getFrameCount: () => number,
  createHeartbeat: (fps: number) => Heartbeat,
  report: FaultCounter['report'],
  onAnswer: AnswerHandler = () => {},
  onStatus: (status: number | undefined) => void = () => {},
): () => Promise<void> {
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
    return postHeartbeat(latestHeartbeat, onAnswer, onStatus)
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
  return send
}
