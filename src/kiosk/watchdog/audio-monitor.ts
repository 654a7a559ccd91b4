export type AudioMonitorOptions = {
  /** The song should be audible now. */
  isPlaying: () => boolean
  /** Position in the song, seconds. */
  getTime: () => number
  /** False before a gesture where the browser requires one. */
  mayStart: () => boolean
  recoverAudio: () => void
  reportFault: () => void
}

/** The time between recoveries doubles up to this many times the first. */
const MAX_BACKOFF_FACTOR = 16

/** Recovers audio that should play but stands still, at increasing intervals; reports it once until it plays again. */
export function createAudioMonitor(
  options: AudioMonitorOptions,
  stallTimeoutMs: number,
): { check: (now: number) => void; failed: () => void; isSilent: () => boolean } {
  let lastTime = Number.NaN
  let stalledSince = 0
  let lastCheckAt = Number.NEGATIVE_INFINITY
  let backoffFactor = 1
  let isReported = false
  const reportFailure = () => {
    if (!isReported) options.reportFault()
    isReported = true
  }
  return {
    failed: reportFailure,
    /** Two recoveries were in vain. */
    isSilent: () => backoffFactor > 2,
    check: (now) => {
      const wasSuspended = now - lastCheckAt > stallTimeoutMs
      lastCheckAt = now
      const currentTime = options.getTime()
      if (options.isPlaying() && currentTime !== lastTime) {
        isReported = false
        backoffFactor = 1
      }
      if (currentTime !== lastTime || wasSuspended || !options.isPlaying() || !options.mayStart()) {
        lastTime = currentTime
        stalledSince = now
        return
      }
      if (now - stalledSince < stallTimeoutMs * backoffFactor) return
      stalledSince = now
      backoffFactor = Math.min(MAX_BACKOFF_FACTOR, backoffFactor * 2)
      reportFailure()
      options.recoverAudio()
    },
  }
}
