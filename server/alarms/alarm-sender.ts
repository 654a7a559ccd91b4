import type { Alarm } from './alarm.ts'

const REQUEST_TIMEOUT_MS = 10_000
/** The last one is repeated. */
const RETRY_DELAYS_MS = [5000, 15_000, 60_000, 5 * 60_000, 15 * 60_000, 30 * 60_000]
/** An older alarm helps nobody. */
const MAX_AGE_MS = 24 * 60 * 60_000
/** Beyond it, the oldest are given up. */
const MAX_WAITING = 100

type Options = {
  /** After each attempt that failed, with a sentence. */
  onFailure: (sentence: string) => void
  /** The receiver has taken it. */
  onDelivered: (alarm: Alarm) => void
  retryDelaysMs?: readonly number[] | undefined
  now?: (() => number) | undefined
}

/** Posts alarms to a webhook as JSON, one after the other; what the receiver does not take is sent again. */
export function createAlarmSender(
  webhook: string,
  { onFailure, onDelivered, retryDelaysMs = RETRY_DELAYS_MS, now = Date.now }: Options,
) {
  const waiting: { alarm: Alarm; since: number }[] = []
  const abort = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let failures = 0
  let isSending = false
  let lastError: string | null = null

  /** @returns null, or why the receiver has not taken it, without the address: that may be a secret */
  async function post(alarm: Alarm): Promise<string | null> {
    try {
      const answer = await fetch(webhook, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'songwalk' },
        body: JSON.stringify(alarm),
        // As another method would it arrive elsewhere.
        redirect: 'manual',
        signal: AbortSignal.any([abort.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      })
      await answer.body?.cancel()
      return answer.ok ? null : `its receiver answers ${answer.status}`
    } catch (error) {
      const { name, cause } = error as Error & { cause?: { code?: string } }
      return name === 'TimeoutError'
        ? 'its receiver does not answer'
        : `its receiver is not reached (${cause?.code ?? name})`
    }
  }

  async function sendWaiting(): Promise<void> {
    if (isSending) return
    isSending = true
    clearTimeout(timer)
    while (waiting[0] && !abort.signal.aborted) {
      const { alarm, since } = waiting[0]
      const problem = await post(alarm)
      if (abort.signal.aborted) break
      if (problem === null) {
        failures = 0
        lastError = null
        onDelivered(alarm)
      } else {
        lastError = `An alarm cannot be sent: ${problem}.`
        onFailure(lastError)
        if (now() - since < MAX_AGE_MS) {
          timer = setTimeout(sendWaiting, retryDelaysMs[Math.min(failures++, retryDelaysMs.length - 1)])
          break
        }
      }
      if (waiting[0]?.alarm === alarm) waiting.shift()
    }
    isSending = false
  }

  return {
    send(alarm: Alarm): void {
      waiting.push({ alarm, since: now() })
      if (waiting.length > MAX_WAITING) waiting.shift()
      // While the receiver is being waited for, it goes with the next attempt.
      if (waiting.length === 1 || failures === 0) void sendWaiting()
    },
    /** Once, at once. @returns null, or why the receiver has not taken it */
    trySending: post,
    read: () => ({ waiting: waiting.length, lastError }),
    close(): void {
      clearTimeout(timer)
      abort.abort()
    },
  }
}
