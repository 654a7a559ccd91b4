export type SoundSource = {
  /** The song is to be heard now. */
  playing: () => boolean
  /** Where it is, seconds. */
  time: () => number
  /** It may sound at all: a browser may wait for a gesture. */
  allowed: () => boolean
  mend: () => void
  note: () => void
}

/** At first after `patience`, then each time after twice as long, at most so many times as long. */
const SLOWEST = 16

/** Sound that should be heard and stands still is mended, more and more seldom; counted once until it is heard again. */
export function createSoundWatch(
  source: SoundSource,
  patience: number,
): { look: (now: number) => void; failed: () => void } {
  let time = Number.NaN
  let since = 0
  let last = Number.NEGATIVE_INFINITY
  let waits = 1
  let down = false
  const failed = () => {
    if (!down) source.note()
    down = true
  }
  return {
    failed,
    look: (now) => {
      const slept = now - last > patience
      last = now
      const heard = source.time()
      if (source.playing() && heard !== time) {
        down = false
        waits = 1
      }
      if (heard !== time || slept || !source.playing() || !source.allowed()) {
        time = heard
        since = now
        return
      }
      if (now - since < patience * waits) return
      since = now
      waits = Math.min(SLOWEST, waits * 2)
      failed()
      source.mend()
    },
  }
}
