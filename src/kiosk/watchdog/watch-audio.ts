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
  source: AudioMonitorOptions,
  patience: number,
): { check: (now: number) => void; failed: () => void } {
  let time = Number.NaN
  let since = 0
  let last = Number.NEGATIVE_INFINITY
  let waits = 1
  let down = false
  const reportFailure = () => {
    if (!down) source.reportFault()
    down = true
  }
  return {
    failed: reportFailure,
    check: (now) => {
      const slept = now - last > patience
      last = now
      const heard = source.getTime()
      if (source.isPlaying() && heard !== time) {
        down = false
        waits = 1
      }
      if (heard !== time || slept || !source.isPlaying() || !source.mayStart()) {
        time = heard
        since = now
        return
      }
      if (now - since < patience * waits) return
      since = now
      waits = Math.min(MAX_BACKOFF_FACTOR, waits * 2)
      reportFailure()
      source.recoverAudio()
    },
  }
}
