import type { StorageWriteListener } from '../../session/safe-storage.ts'

/**
 * Reports a full web storage once, until a text at least as long as the shortest refused one is written again.
 * @returns the listener for all web storage of the page
 */
export function createStorageMonitor(reportFault: () => void): StorageWriteListener {
  let shortestRefused = Number.POSITIVE_INFINITY
  return (result, _key, length) => {
    if (result === 'written' && length >= shortestRefused) shortestRefused = Number.POSITIVE_INFINITY
    if (result !== 'full') return
    const isReported = shortestRefused < Number.POSITIVE_INFINITY
    shortestRefused = Math.min(shortestRefused, length)
    // `reportFault` writes to the same storage and gets here again.
    if (!isReported) reportFault()
  }
}
