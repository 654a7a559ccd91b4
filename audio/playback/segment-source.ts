import type { Seconds } from '../units.ts'
import type { Segment } from './chunk-segments.ts'
import type { SampleStore } from './sample-store.ts'

/** What plays one buffer once; a ToneBufferSource. */
type BufferPlayer = {
  start: (when: Seconds, offset: Seconds, duration?: Seconds) => unknown
  stop: (when: Seconds) => unknown
}

/** A part of the song on its way to be heard. */
export type SegmentSource = {
  /** Ends it at a context time. */
  stop: (when: Seconds) => void
  /** Called now and then: hands over the next piece of a long part in time. */
  scheduleNext: (now: Seconds) => void
}

/** A piece is handed over so long before it begins. */
const PIECE_LEAD_S: Seconds = 2
/** Offsets nearer than this to a sample are meant to be on it, hertz times seconds. */
const SAMPLE_TOLERANCE = 1e-6

/**
 * Plays a part from a store: from one buffer, or, if the part is too long to be cut at once, from several that follow
 * each other without a gap.
 * @param createPlayer connects a buffer to where it should sound
 */
export function playSegment(
  store: SampleStore,
  part: Segment,
  when: Seconds,
  createPlayer: (buffer: AudioBuffer) => BufferPlayer,
): SegmentSource {
  const rate = store.sampleRate
  const from = Math.floor(part.offset * rate + SAMPLE_TOLERANCE)
  const to = Math.ceil((part.offset + part.duration) * rate - SAMPLE_TOLERANCE) + 1
  let at = from
  let stopped = Infinity
  /** Those that may still be heard, and when each ends. */
  let players: { player: BufferPlayer; ends: Seconds }[] = []

  const next = () => {
    const end = Math.min(to, at + store.maxSliceLength)
    const { buffer, startSample: first } = store.slice(at, end)
    const player = createPlayer(buffer)
    const begin = at === from ? part.offset : at / rate
    const offset = Math.max(0, begin - first / rate)
    const start = when + (begin - part.offset)
    // All but the last piece end with their buffer, on its last sample.
    if (end < to) player.start(start, offset)
    else player.start(start, offset, part.offset + part.duration - begin)
    players = [...players.slice(-1), { player, ends: when + end / rate - part.offset }]
    at = end
  }
  next()

  return {
    stop: (until) => {
      stopped = until
      for (const { player, ends } of players) if (ends > until) player.stop(until)
    },
    scheduleNext: (now) => {
      const begins = when + at / rate - part.offset
      if (at < to && begins < now + PIECE_LEAD_S && begins < stopped) next()
    },
  }
}
