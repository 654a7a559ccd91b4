import type { Log } from '../open-log.ts'

const INTERVAL_MS = 60_000

/**
 * Why something of the house's was not done: from a `sender` that is not listed, a `flood`, `malformed`, `unknown` to us,
 * beyond the `limit`, at a `time-tag` too far ahead, for `no-device`, or `not-sent` by the network.
 */
type Refusal = 'sender' | 'flood' | 'malformed' | 'unknown' | 'limit' | 'time-tag' | 'no-device' | 'not-sent'

/** Counts refusals, and writes one line a minute however many there are; the first at once. */
export function createRefusalLog(log: Log, count: () => void) {
  let counts: Partial<Record<Refusal, number>> = {}
  let timer: NodeJS.Timeout | undefined

  const write = () => {
    timer = undefined
    if (Object.keys(counts).length === 0) return
    log.logger.warn({ refused: counts }, 'show control was refused')
    counts = {}
    timer = setTimeout(write, INTERVAL_MS).unref()
  }
  return {
    add(reason: Refusal): void {
      count()
      counts[reason] = (counts[reason] ?? 0) + 1
      if (!timer) write()
    },
    close: (): void => clearTimeout(timer),
  }
}
