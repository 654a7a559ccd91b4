/** Afterwards the process ends even if connections are open. */
const SHUTDOWN_TIMEOUT_MS = 4500

/**
 * Closes and ends the process on SIGTERM (systemd) or SIGINT (Ctrl+C); a second signal ends it at once.
 * @returns removes the handlers
 */
export function stopOnSignals(close: () => Promise<void>): () => void {
  let isStopping = false
  const stop = () => {
    if (isStopping) process.exit(1)
    isStopping = true
    // Browsers that keep their connections open are no failure of the server.
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
