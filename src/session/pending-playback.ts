import type { Playback } from '../../audio/playback/playback.ts'
import type { Seconds } from '../../audio/units.ts'

/**
 * The playback of a song without audio: it can seek, and remembers whether to play.
 * @param onPlay called within the visitor's gesture
 */
export function createPendingPlayback(
  chunks: readonly { start: Seconds; end: Seconds }[],
  onPlay: () => void = () => {},
): Playback {
  const duration = chunks.at(-1)?.end ?? 0
  let playing = false
  let time: Seconds = 0
  const doNothing = () => {}
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
      onPlay()
    },
    pause: () => {
      playing = false
    },
    seek: (target) => {
      time = Math.min(duration, Math.max(0, target))
    },
    walkTo: (chunk, from) => {
      time = from ?? chunks[chunk]?.start ?? 0
    },
    stopWalking: doNothing,
    pick: doNothing,
    repeat: doNothing,
    stopPicked: doNothing,
    forEachActiveChunk: doNothing,
    dispose: doNothing,
  }
}
