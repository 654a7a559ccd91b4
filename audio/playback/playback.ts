import { findInterval } from '../find-interval.ts'
import type { Meters, Seconds } from '../units.ts'
import {
  computeBoundaries,
  createSegment,
  createSoloSegment,
  type Segment,
  snapToSample,
  trimSegmentStart,
} from './chunk-segments.ts'
import type { Point } from './hrtf-panners.ts'
import type { Bus } from './spatial-voice.ts'
import type { Voice } from './voice.ts'
import type { VoicePool } from './voice-pool.ts'

/** Segments are scheduled this far ahead, longer than the main thread is blocked. */
const LOOK_AHEAD_S: Seconds = 1
/** Repetitions are scheduled late, so that none is left when the repeating ends. */
const REPEAT_LOOK_AHEAD_S: Seconds = 0.1
/** Time for the first segment to reach the audio thread. */
const START_DELAY_S: Seconds = 0.03
/** A picked chunk stays highlighted at least this long: seeing is slower than hearing. */
const MIN_HIGHLIGHT_S: Seconds = 0.8
/** Pause between two repetitions. */
const REPEAT_GAP_S: Seconds = 0.12
/** Shortest time from one repetition to the next. */
const MIN_REPEAT_PERIOD_S: Seconds = 0.4
/** A step onto the next chunk up to this long before its time continues the song without a cut. */
const STEP_TOLERANCE_S: Seconds = 0.15
/** Feet that leave the path let the music go gently. */
const LEAVING_FADE_S: Seconds = 0.2

/** A chunk that is scheduled or sounding on a voice. */
export type ScheduledChunk = {
  bus: Bus
  chunk: number
  voice: Voice
  /** Context times of its highlight. */
  from: Seconds
  until: Seconds
}

export type Playback = {
  readonly playing: boolean
  readonly duration: Seconds
  /** Position in the song that is heard now. */
  time: () => Seconds
  /** Index of the chunk at `time()`. */
  chunk: () => number
  /** Plays from the current position, or from the beginning at the end of the song. */
  play: () => void
  pause: () => void
  seek: (time: Seconds) => void
  /**
   * Plays the chunk under the feet, from a time within it or from its beginning, and stops at its end. A step from the
   * previous chunk, in time with the music, continues the song without a cut. Does not count as `playing`.
   */
  walkTo: (chunk: number, from?: Seconds) => void
  /** Fades out what `walkTo` plays. */
  stopWalking: () => void
  /**
   * Plays one chunk now, from its position; the song is ducked meanwhile.
   * @param gain default 1
   * @param when context time, default as soon as possible
   */
  pick: (chunk: number, gain?: number, when?: Seconds) => void
  /** Plays these chunks in turn, repeatedly, until the next call. */
  repeat: (...chunks: number[]) => void
  /** Stops all picked chunks. */
  stopPicked: () => void
  /** Visits every chunk that sounds now, of the song or picked; `context` avoids a closure per frame. */
  forEachActiveChunk: <Context>(visit: (active: ScheduledChunk, context: Context) => void, context: Context) => void
  dispose: () => void
}

/**
 * Plays a song chunk by chunk in time order.
 * @param getPosition current position of a chunk, called until the chunk begins; the result is copied
 * @param onEnd called when the song has played to its end
 * @param getSize edge of a chunk's box
 */
export function createPlayback(
  chunks: readonly { start: Seconds; end: Seconds }[],
  voices: VoicePool,
  getPosition: (chunk: number) => Point,
  onEnd: () => void,
  getSize: (chunk: number) => Meters = () => 0,
): Playback {
  const rate = voices.sampleRate
  const boundaries = computeBoundaries(chunks, rate)
  const duration = boundaries[boundaries.length - 1]!
  let playing = false
  /** The chunk under the feet, at whose end the song stops; -1 outside walk mode. */
  let walkedChunk = -1
  /** While playing, song time `songOrigin` sounds at context time `contextOrigin`. */
  let songOrigin: Seconds = 0
  let contextOrigin: Seconds = 0
  /** The first chunk that is not yet scheduled. */
  let next = 0
  let ducked = false
  let scheduled: ScheduledChunk[] = []
  let repeated: number[] = []
  /** The chunk of the last repetition. */
  let lastRepeated = -1

  /** Where playing stops: the end of the song or of the walked chunk. */
  const getStopTime = (): Seconds => (walkedChunk < 0 ? duration : boundaries[walkedChunk + 1]!)

  const timeAt = (now: Seconds): Seconds =>
    playing ? Math.min(getStopTime(), songOrigin + Math.max(0, now - contextOrigin)) : songOrigin
  /** What has been played is heard a little later. */
  const playedTime = (): Seconds => timeAt(voices.now())
  const time = (): Seconds => timeAt(voices.heard())

  const stop = (bus: Bus, fade?: Seconds) => {
    voices.stop(bus, fade)
    scheduled = scheduled.filter((item) => item.bus !== bus)
  }

  const start = (bus: Bus, segment: Segment, when: Seconds) => {
    const voice = voices.start(bus, segment, when, getPosition(segment.chunk), getSize(segment.chunk))
    const highlight =
      bus === 'pick'
        ? Math.max(segment.duration + REPEAT_GAP_S, MIN_HIGHLIGHT_S)
        : Math.max(segment.duration, walkedChunk < 0 ? 0 : MIN_HIGHLIGHT_S)
    scheduled.push({ bus, chunk: segment.chunk, voice, from: when, until: when + highlight })
  }

  /** Ends the highlights of picked chunks that lost their voice, or exceed the number of voices. */
  const limitHighlights = () => {
    scheduled = scheduled.filter((item) => !item.voice.stopped)
    const picked = scheduled.filter((item) => item.bus === 'pick').sort((a, b) => b.voice.until - a.voice.until)
    if (picked.length <= voices.pickVoices) return
    const excess = new Set(picked.slice(voices.pickVoices))
    scheduled = scheduled.filter((item) => !excess.has(item))
  }

  const pick = (chunk: number, when: Seconds, gain = 1) => {
    // An earlier repetition that ends before this one ends its highlight here.
    const earlier = repeated.includes(chunk) ? repeated : [chunk]
    for (const item of scheduled)
      if (item.bus === 'pick' && earlier.includes(item.chunk) && item.voice.until <= when)
        item.until = Math.min(item.until, when)
    start('pick', { ...createSoloSegment(boundaries, chunk, rate), gain }, snapToSample(when, rate))
    limitHighlights()
    if (ducked) return
    ducked = true
    voices.duck(true)
  }

  const getRepeatTime = ({ from, voice }: ScheduledChunk) =>
    Math.max(voice.until + REPEAT_GAP_S, from + MIN_REPEAT_PERIOD_S)

  /** Schedules the next repetition before the highlight of the last one ends. */
  const scheduleRepeat = () => {
    if (repeated.length === 0) return
    let end = voices.soonest()
    for (const item of scheduled)
      if (item.bus === 'pick' && repeated.includes(item.chunk)) end = Math.max(end, getRepeatTime(item))
    if (end >= voices.now() + REPEAT_LOOK_AHEAD_S) return
    lastRepeated = repeated[(repeated.indexOf(lastRepeated) + 1) % repeated.length]!
    pick(lastRepeated, end)
  }

  const scheduleSong = () => {
    const now = voices.now()
    const horizon = now + LOOK_AHEAD_S - contextOrigin + songOrigin
    // After a freeze of the page the song continues where it should be by now.
    const entryTime = now > contextOrigin ? snapToSample(playedTime() + voices.soonest() - now, rate) : songOrigin
    const count = walkedChunk < 0 ? chunks.length : walkedChunk + 1
    while (playing && next < count && boundaries[next]! < horizon) {
      const segment = trimSegmentStart(createSegment(boundaries, next, rate), entryTime)
      if (segment.duration > 0) start('song', segment, snapToSample(contextOrigin + segment.offset - songOrigin, rate))
      next++
    }
  }

  const startAt = (at: Seconds) => {
    songOrigin = snapToSample(Math.min(Math.max(at, 0), duration), rate)
    contextOrigin = snapToSample(Math.max(voices.now() + START_DELAY_S, voices.soonest()), rate)
    next = findInterval(boundaries, songOrigin)
    scheduleSong()
  }

  voices.onTick(() => {
    scheduleSong()
    scheduleRepeat()
    const now = voices.heard()
    // Chunks move while they wait.
    for (const item of scheduled) if (item.from > now) voices.moveVoice(item.voice, getPosition(item.chunk))
    if (scheduled.some((item) => item.until <= now)) scheduled = scheduled.filter((item) => item.until > now)
    if (ducked && !scheduled.some((item) => item.bus === 'pick')) {
      ducked = false
      voices.duck(false)
    }
    if (playing && time() >= getStopTime()) {
      playing = false
      songOrigin = getStopTime()
      if (walkedChunk < 0) onEnd()
    }
  })

  /** Stops the song at its position and leaves walk mode. */
  const halt = (fade?: Seconds) => {
    songOrigin = playedTime()
    playing = false
    walkedChunk = -1
    stop('song', fade)
  }

  return {
    get playing() {
      return playing && walkedChunk < 0
    },
    duration,
    time,
    chunk: () => {
      const chunk = findInterval(boundaries, time())
      return walkedChunk < 0 ? chunk : Math.min(chunk, walkedChunk)
    },
    play: () => {
      if (playing && walkedChunk < 0) return
      if (walkedChunk >= 0) halt()
      const from = songOrigin >= duration ? 0 : songOrigin
      playing = true
      startAt(from)
    },
    pause: () => halt(),
    seek: (to) => {
      if (walkedChunk >= 0) halt()
      stop('song')
      startAt(to)
    },
    walkTo: (chunk, from = boundaries[chunk]!) => {
      if (chunk < 0 || chunk >= chunks.length) return
      const played = playedTime()
      const timeLeft = boundaries[chunk]! - played
      const continues =
        playing &&
        walkedChunk >= 0 &&
        chunk === walkedChunk + 1 &&
        timeLeft < STEP_TOLERANCE_S &&
        played < getStopTime()
      walkedChunk = chunk
      if (continues) {
        scheduleSong()
        return
      }
      stop('song')
      playing = true
      startAt(Math.min(boundaries[chunk + 1]!, Math.max(boundaries[chunk]!, from)))
    },
    stopWalking: () => {
      if (walkedChunk >= 0) halt(LEAVING_FADE_S)
    },
    pick: (chunk, gain, when = voices.soonest()) => {
      if (chunk >= 0 && chunk < chunks.length) pick(chunk, when, gain)
    },
    repeat: (...chunksToRepeat) => {
      // A sounding repetition plays to its end.
      repeated = chunksToRepeat
      scheduleRepeat()
    },
    stopPicked: () => {
      repeated = []
      stop('pick')
    },
    forEachActiveChunk: (visit, context) => {
      const now = voices.heard()
      for (const item of scheduled) if (item.from <= now && now < item.until) visit(item, context)
    },
    dispose: () => {
      playing = false
      repeated = []
      stop('song')
      stop('pick')
    },
  }
}
