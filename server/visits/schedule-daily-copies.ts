import { formatHour } from '../../protocol/counts.ts'
import type { VisitsStore } from './visits-store.ts'

/** After the start, when devices have connected. */
const FIRST_DELAY_MS = 60_000
const INTERVAL_MS = 60 * 60_000

/**
 * Checks and copies the visits soon after the start, and when a day has begun.
 * @returns stops it
 */
export function scheduleDailyCopies({ checkAndCopy }: Pick<VisitsStore, 'checkAndCopy'>): () => void {
  let lastDay = ''
  const update = async () => {
    const day = formatHour(Date.now()).slice(0, 10)
    if (day !== lastDay) await checkAndCopy(day).catch(() => {})
    lastDay = day
    timer = setTimeout(update, INTERVAL_MS).unref()
  }
  let timer = setTimeout(update, FIRST_DELAY_MS).unref()
  return () => clearTimeout(timer)
}
