import type { Playback } from '../../audio/playback/playback.ts'
import type { Seconds } from '../../audio/units.ts'

/** Stands in for a song whose sound is still being read: it can be sought, and told to play as soon as it can. */
export function createPendingPlayback(chunks: readonly { start: Seconds; end: Seconds }[]): Playback {
  const duration = chunks.at(-1)?.end ?? 0
  let playing = false
  let time: Seconds = 0
  const none = () => {}
  return {
    get playing() {
      return playing
    },
    duration,
    time: () => time,
    chunk: () =>
      Math.max(
        0,
        chunks.findLastIndex(({ start }) => start <= time),
      ),
    play: () => {
      playing = true
    },
    pause: () => {
      playing = false
    },
    seek: (to) => {
      time = Math.min(duration, Math.max(0, to))
    },
    walkTo: (chunk) => {
      time = chunks[chunk]?.start ?? 0
    },
    pick: none,
    repeat: none,
    stopPicked: none,
    forEachActiveChunk: none,
    dispose: none,
  }
}
