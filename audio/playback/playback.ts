import { findInterval } from '../find-interval.ts'
import type { Seconds } from '../units.ts'
import {
  computeBoundaries,
  createSegment,
  createSoloSegment,
  type Segment,
  snapToSample,
  trimSegmentStart,
} from './chunk-segments.ts'
import type { Point } from './hrtf-panners.ts'
import type { Bus, Voice, VoicePool } from './voice-pool.ts'

/** Parts are handed to the audio thread this far ahead: longer than any pause of the page's own thread. */
const LOOK_AHEAD_S: Seconds = 0.5
/** Rounds of a repeated chunk are handed over late, so that none is left over when it is let go. */
const REPEAT_LOOK_AHEAD_S: Seconds = 0.1
/** Time for the first part to reach the audio thread. */
const START_DELAY_S: Seconds = 0.03
/** A picked chunk keeps its voice and its light at least this long: eyes are slower than ears. */
const MIN_HIGHLIGHT_S: Seconds = 0.8
/** A repeated chunk rests this long between two rounds, and a round with its rest lasts at least so long. */
const REPEAT_GAP_S: Seconds = 0.12
/** Feet that come onto the next chunk this long before it is due let the last one end, so that the song goes on unbroken. */
const STEP_TOLERANCE_S: Seconds = 0.15
const MIN_REPEAT_PERIOD_S: Seconds = 0.4

/** One chunk's time on one voice, planned or sounding. */
export type ScheduledChunk = {
  bus: Bus
  chunk: number
  voice: Voice
  /** Context times. */
  from: Seconds
  until: Seconds
}

export type Playback = {
  readonly playing: boolean
  readonly duration: Seconds
  /** Where the song is. */
  time: () => Seconds
  /** Index of the chunk at `time()`. */
  chunk: () => number
  /** From here on the song plays, from the beginning if it had ended. */
  play: () => void
  pause: () => void
  seek: (time: Seconds) => void
  /**
   * Feet are on a chunk: the song plays it to its end and rests there. Coming from the chunk before it, in time with the
   * music, the song goes on without a joint. Not told as `playing`.
   */
  walkTo: (chunk: number) => void
  /** Plays one chunk at once, from its place; the song is ducked meanwhile. */
  pick: (chunk: number) => void
  /** Plays these chunks in turn, again and again, until told others, or none. */
  repeat: (...chunks: number[]) => void
  /** Whatever was picked falls silent. */
  stopPicked: () => void
  /** Visits every chunk that sounds now, the song's own and picked ones; with `context` no closure is made each frame. */
  forEachActiveChunk: <Context>(visit: (active: ScheduledChunk, context: Context) => void, context: Context) => void
  dispose: () => void
}

/**
 * Plays a song chunk by chunk in time order.
 * @param placeOf where a chunk hangs now; asked when its part is handed over, and again until it begins. Read at once.
 * @param onEnd called once when the song has played through.
 */
export function createPlayback(
  chunks: readonly { start: Seconds; end: Seconds }[],
  voices: VoicePool,
  placeOf: (chunk: number) => Point,
  onEnd: () => void,
): Playback {
  const rate = voices.sampleRate
  const borders = computeBoundaries(chunks, rate)
  const duration = borders[borders.length - 1]!
  let playing = false
  /** The chunk under the feet, at whose end the song rests; -1 where nobody walks. */
  let underfoot = -1
  /** While playing, song time `songOrigin` is heard at context time `contextOrigin`. */
  let songOrigin: Seconds = 0
  let contextOrigin: Seconds = 0
  /** The first chunk not yet handed over. */
  let next = 0
  let ducked = false
  let turns: ScheduledChunk[] = []
  let repeated: number[] = []
  /** The one of them whose turn it was last. */
  let lastRound = -1

  /** Where the song rests: its end, or that of the chunk under the feet. */
  const rest = (): Seconds => (underfoot < 0 ? duration : borders[underfoot + 1]!)

  const time = (): Seconds =>
    playing ? Math.min(rest(), songOrigin + Math.max(0, voices.now() - contextOrigin)) : songOrigin

  const stop = (bus: Bus) => {
    voices.stop(bus)
    turns = turns.filter((turn) => turn.bus !== bus)
  }

  const start = (bus: Bus, part: Segment, when: Seconds) => {
    const voice = voices.start(bus, part, when, placeOf(part.chunk))
    const lit =
      bus === 'pick'
        ? Math.max(part.duration + REPEAT_GAP_S, MIN_HIGHLIGHT_S)
        : Math.max(part.duration, underfoot < 0 ? 0 : MIN_HIGHLIGHT_S)
    turns.push({ bus, chunk: part.chunk, voice, from: when, until: when + lit })
  }

  /** No more lights than voices: what lost its voice, or has been silent for longest, goes dark. */
  const dimPicks = () => {
    turns = turns.filter((turn) => !turn.voice.stopped)
    const picked = turns.filter((turn) => turn.bus === 'pick').sort((a, b) => b.voice.until - a.voice.until)
    if (picked.length <= voices.pickVoices) return
    const dark = new Set(picked.slice(voices.pickVoices))
    turns = turns.filter((turn) => !dark.has(turn))
  }

  const pick = (chunk: number, when: Seconds) => {
    // An earlier round that falls silent before hands its light on; so does the one before whose turn it was.
    const before = repeated.includes(chunk) ? repeated : [chunk]
    for (const turn of turns)
      if (turn.bus === 'pick' && before.includes(turn.chunk) && turn.voice.until <= when)
        turn.until = Math.min(turn.until, when)
    start('pick', createSoloSegment(borders, chunk, rate), snapToSample(when, rate))
    dimPicks()
    if (ducked) return
    ducked = true
    voices.duck(true)
  }

  const roundEnd = ({ from, voice }: ScheduledChunk) => Math.max(voice.until + REPEAT_GAP_S, from + MIN_REPEAT_PERIOD_S)

  /** The next round begins before the last one's light ends, so that the box never goes dark in between. */
  const keepRepeating = () => {
    if (repeated.length === 0) return
    let end = voices.now() + START_DELAY_S / 3
    for (const turn of turns)
      if (turn.bus === 'pick' && repeated.includes(turn.chunk)) end = Math.max(end, roundEnd(turn))
    if (end >= voices.now() + REPEAT_LOOK_AHEAD_S) return
    lastRound = repeated[(repeated.indexOf(lastRound) + 1) % repeated.length]!
    pick(lastRound, end)
  }

  const handOver = () => {
    const now = voices.now()
    const horizon = now + LOOK_AHEAD_S - contextOrigin + songOrigin
    // A page that was frozen enters the song where it should be by now instead of playing on late.
    const missed = now > contextOrigin ? snapToSample(time() + START_DELAY_S / 3, rate) : songOrigin
    const count = underfoot < 0 ? chunks.length : underfoot + 1
    while (playing && next < count && borders[next]! < horizon) {
      const part = trimSegmentStart(createSegment(borders, next, rate), missed)
      if (part.duration > 0) start('song', part, snapToSample(contextOrigin + part.offset - songOrigin, rate))
      next++
    }
  }

  const begin = (at: Seconds) => {
    songOrigin = snapToSample(Math.min(Math.max(at, 0), duration), rate)
    contextOrigin = snapToSample(voices.now() + START_DELAY_S, rate)
    next = findInterval(borders, songOrigin)
    handOver()
  }

  voices.onTick(() => {
    handOver()
    keepRepeating()
    const now = voices.now()
    // Boxes move while their part waits for its turn.
    for (const turn of turns) if (turn.from > now) voices.moveVoice(turn.voice, placeOf(turn.chunk))
    if (turns.some((turn) => turn.until <= now)) turns = turns.filter((turn) => turn.until > now)
    if (ducked && !turns.some((turn) => turn.bus === 'pick')) {
      ducked = false
      voices.duck(false)
    }
    if (playing && time() >= rest()) {
      playing = false
      songOrigin = rest()
      if (underfoot < 0) onEnd()
    }
  })

  /** The song stands where it is, and nobody walks. */
  const halt = () => {
    songOrigin = time()
    playing = false
    underfoot = -1
    stop('song')
  }

  return {
    get playing() {
      return playing && underfoot < 0
    },
    duration,
    time,
    chunk: () => {
      const chunk = findInterval(borders, time())
      return underfoot < 0 ? chunk : Math.min(chunk, underfoot)
    },
    play: () => {
      if (playing && underfoot < 0) return
      if (underfoot >= 0) halt()
      const from = songOrigin >= duration ? 0 : songOrigin
      playing = true
      begin(from)
    },
    pause: halt,
    seek: (to) => {
      if (underfoot >= 0) halt()
      stop('song')
      begin(to)
    },
    walkTo: (chunk) => {
      if (chunk < 0 || chunk >= chunks.length) return
      const due = borders[chunk]! - time()
      const onward = playing && underfoot >= 0 && chunk === underfoot + 1 && due < STEP_TOLERANCE_S && time() < rest()
      underfoot = chunk
      if (onward) {
        handOver()
        return
      }
      stop('song')
      playing = true
      begin(borders[chunk]!)
    },
    pick: (chunk) => {
      if (chunk >= 0 && chunk < chunks.length) pick(chunk, voices.now() + START_DELAY_S / 3)
    },
    repeat: (...among) => {
      // The round that sounds is never cut short.
      repeated = among
      keepRepeating()
    },
    stopPicked: () => {
      repeated = []
      stop('pick')
    },
    forEachActiveChunk: (visit, context) => {
      const now = voices.now()
      for (const turn of turns) if (turn.from <= now && now < turn.until) visit(turn, context)
    },
    dispose: () => {
      playing = false
      repeated = []
      stop('song')
      stop('pick')
    },
  }
}
