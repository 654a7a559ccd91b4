/** What a receiver gets, as JSON. Times in ISO 8601. */
export type Alarm = {
  /** A device has been silent for too long, speaks again, or the staff tries the way. */
  event: 'silent' | 'back' | 'test'
  /** Null in a test. */
  device: string | null
  exhibit: string | null
  /** When the device was heard of last; null: not since the server started. */
  lastHeard: string | null
  /** When this happened; it may be delivered later. */
  at: string
  /** A sentence, as chat programs show it. */
  text: string
}

type Facts = { device: string | null; exhibit: string | null; lastHeardMs: number | null; nowMs: number }

const formatTime = (ms: number): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).format(ms)

const sentences: Record<Alarm['event'], (facts: Facts) => string> = {
  silent: ({ device, lastHeardMs }) =>
    lastHeardMs === null
      ? `“${device}” has not been heard of since the server started.`
      : `“${device}” has been silent since ${formatTime(lastHeardMs)}.`,
  back: ({ device }) => `“${device}” is back.`,
  test: () => 'This is a test: alarms arrive here.',
}

/** @param facts times in milliseconds since 1970 */
export function createAlarm(event: Alarm['event'], facts: Facts): Alarm {
  const { device, exhibit, lastHeardMs, nowMs } = facts
  return {
    event,
    device,
    exhibit,
    lastHeard: lastHeardMs === null ? null : new Date(lastHeardMs).toISOString(),
    at: new Date(nowMs).toISOString(),
    text: `${exhibit ?? 'songwalk'}: ${sentences[event](facts)}`,
  }
}
