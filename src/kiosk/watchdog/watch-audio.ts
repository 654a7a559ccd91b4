export type AudioMonitorOptions = {
  /** The song is to be heard now. */
  isPlaying: () => boolean
  /** Where it is, seconds. */
  getTime: () => number
  /** It may sound at all: a browser may wait for a gesture. */
  mayStart: () => boolean
  recoverAudio: () => void
  reportFault: () => void
}

/** At first after `patience`, then each time after twice as long, at most so many times as long. */
const MAX_BACKOFF_FACTOR = 16

/** Sound that should be heard and stands still is mended, more and more seldom; counted once until it is heard again. */
export function createAudioMonitor(
  options: AudioMonitorOptions,
  stallTimeoutMs: number,
): { check: (now: number) => void; failed: () => void } {
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
