import type { Seconds } from '../units.ts'
import type { Segment } from './chunk-segments.ts'
import type { SampleStore } from './sample-store.ts'

/** Plays one buffer once; a ToneBufferSource. */
type BufferPlayer = {
  start: (when: Seconds, offset: Seconds, duration?: Seconds) => unknown
  stop: (when: Seconds) => unknown
}

/** A segment that is scheduled or playing. */
export type SegmentSource = {
  /** Stops at a context time. */
  stop: (when: Seconds) => void
  /** Called regularly: schedules the next slice of a long segment in time. */
  scheduleNext: (now: Seconds) => void
}

/** A slice is scheduled this long before it begins. */
const SLICE_LEAD_S: Seconds = 2
/** Offsets this close to a sample are on it; samples. */
const SAMPLE_TOLERANCE = 1e-6

/**
 * Plays a segment from a store: from one buffer, or a long segment from several slices without gaps.
 * @param createPlayer connects a buffer to its destination
 */
export function playSegment(
  store: SampleStore,
  segment: Segment,
  when: Seconds,
  createPlayer: (buffer: AudioBuffer) => BufferPlayer,
): SegmentSource {
  const rate = store.sampleRate
  const from = Math.floor(segment.offset * rate + SAMPLE_TOLERANCE)
  const to = Math.ceil((segment.offset + segment.duration) * rate - SAMPLE_TOLERANCE) + 1
  let at = from
  let stopTime = Infinity
  /** Players that can still sound, with their end times. */
  let players: { player: BufferPlayer; ends: Seconds }[] = []

  const playNextSlice = () => {
    const end = Math.min(to, at + store.maxSliceLength)
    const { buffer, startSample } = store.slice(at, end)
    const player = createPlayer(buffer)
    const begin = at === from ? segment.offset : at / rate
    const offset = Math.max(0, begin - startSample / rate)
    const start = when + (begin - segment.offset)
    // All slices but the last end with their buffer.
    if (end < to) player.start(start, offset)
    else player.start(start, offset, segment.offset + segment.duration - begin)
    players = [...players.slice(-1), { player, ends: when + end / rate - segment.offset }]
    at = end
  }
  playNextSlice()

  return {
    stop: (until) => {
      stopTime = until
      for (const { player, ends } of players) if (ends > until) player.stop(until)
    },
    scheduleNext: (now) => {
      const begins = when + at / rate - segment.offset
      if (at < to && begins < now + SLICE_LEAD_S && begins < stopTime) playNextSlice()
    },
  }
}
