/** Whatever still runs after so long is left behind. Milliseconds. */
const SHUTDOWN_TIMEOUT_MS = 4500

/**
 * Ends the process in order when it is told to (SIGTERM by systemd, SIGINT by Ctrl+C), and at once when told again.
 * @returns takes it back
 */
export function stopOnSignals(close: () => Promise<void>): () => void {
  let ending = false
  const stop = () => {
    if (ending) process.exit(1)
    ending = true
    // A browser that does not let go of its connection is no failure of the server.
    setTimeout(() => process.exit(0), SHUTDOWN_TIMEOUT_MS)
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  return () => {
    process.off('SIGTERM', stop)
    process.off('SIGINT', stop)
  }
}
