import { EDGE_FADE_S, type Segment } from '../../../audio/playback/chunk-segments.ts'
import type { Point } from '../../../audio/playback/hrtf-panners.ts'
import { createPlayback, type ScheduledChunk } from '../../../audio/playback/playback.ts'
import type { Bus } from '../../../audio/playback/spatial-voice.ts'
import type { Voice } from '../../../audio/playback/voice.ts'
import type { VoicePool } from '../../../audio/playback/voice-pool.ts'

/** The calls a voice received, with context times. */
type StartedSegment = { segment: Segment; when: number; voice: Voice; place: Point }

const MAX_PICK_VOICES = 3
/** Fade-out of a stopped voice, as in the real pool. */
const CUT_FADE_S = 0.004 + EDGE_FADE_S

const LEAD_S = 0.01

/** A silent voice pool on a clock that tests advance. */
function createFakeVoices(sampleRate = 1000) {
  let now = 0
  const ticks: (() => void)[] = []
  const started: StartedSegment[] = []
  const ducks: boolean[] = []
  const cut = (voice: Voice) => {
    voice.stopped = true
    voice.until = Math.min(voice.until, now + CUT_FADE_S)
  }
  const listStarted = (bus: Bus) => started.filter(({ voice }) => voice.bus === bus)
  const voices: VoicePool = {
    sampleRate,
    pickVoices: MAX_PICK_VOICES,
    now: () => now,
    heard: () => now - fake.latency,
    soonest: () => now + LEAD_S,
    onTick: (tick) => ticks.push(tick),
    resume: async () => undefined,
    start: (bus, segment, when, place) => {
      if (when < now) throw new Error(`a segment begins ${now - when} s in the past`)
      const taken = listStarted('pick').filter(({ voice }) => !voice.stopped && voice.until > when)
      if (bus === 'pick' && taken.length >= MAX_PICK_VOICES)
        cut(taken.reduce((first, other) => (other.voice.until < first.voice.until ? other : first)).voice)
      const panner = { positionX: { value: place[0] }, positionY: { value: place[1] }, positionZ: { value: place[2] } }
      const voice: Voice = { bus, panner, from: when, until: when + segment.duration, stopped: false }
      started.push({ segment, when, voice, place: [...place] })
      return voice
    },
    stop: (bus) => {
      for (const { voice } of listStarted(bus)) cut(voice)
    },
    duck: (ducked) => ducks.push(ducked),
    moveVoice: ({ panner }, place) => {
      panner.positionX.value = place[0]
      panner.positionY.value = place[1]
      panner.positionZ.value = place[2]
    },
    moveListener: () => undefined,
    setHearingScale: () => {},
    setRoom: () => {},
    setSongGain: () => {},
    setMakeUp: () => {},
    isRing: false,
    testSpeaker: () => {},
    setVolume: () => undefined,
    hasFreeVoice: () => true,
    measureSegment: () => 0,
    level: () => 0,
    captureStream: () => {
      throw new Error('fake voices have no stream')
    },
    dispose: () => undefined,
  }
  const fake = {
    voices,
    started,
    ducks,
    /** From the context's clock to the ear. */
    latency: 0,
    of: listStarted,
    /** Advances the clock, with a tick every `step` seconds. */
    run: (seconds: number, step = 1 / 32) => {
      for (const end = now + seconds; now < end - 1e-9; ) {
        now = Math.min(end, now + step)
        for (const tick of ticks) tick()
      }
    },
    /** Advances the clock without ticks, as during a freeze of the page. */
    freeze: (seconds: number) => {
      now += seconds
    },
    /** Song positions of the sounding voices of a bus at a context time. */
    readSongTimes: (bus: Bus, time = now): number[] =>
      listStarted(bus)
        .filter(({ voice, when }) => when <= time && time < voice.until)
        .map(({ segment, when }) => segment.offset + time - when),
  }
  return fake
}

export const CUT_TIMES_S = [0, 0.3, 0.5, 0.56, 0.62, 1.1, 2, 2.4, 4]

/** A song of eight chunks, four seconds long, on fake voices. Chunk i is at [i, 0, 0] unless `places` is changed. */
export function createPlaybackStage(chunks = CUT_TIMES_S.slice(1).map((end, i) => ({ start: CUT_TIMES_S[i]!, end }))) {
  const fake = createFakeVoices()
  const places = chunks.map((_, i): Point => [i, 0, 0])
  const calls = { ends: 0 }
  const playback = createPlayback(
    chunks,
    fake.voices,
    (chunk) => places[chunk] as Point,
    () => {
      calls.ends++
    },
  )
  const listActive = (): ScheduledChunk[] => {
    const result: ScheduledChunk[] = []
    playback.forEachActiveChunk((active) => result.push(active), null)
    return result
  }
  return {
    fake,
    playback,
    places,
    calls,
    listActive,
    listSoundingChunks: (bus: Bus): number[] =>
      listActive().flatMap((active) => (active.bus === bus ? active.chunk : [])),
    chunksStarted: (bus: Bus): number[] => fake.of(bus).map(({ segment }) => segment.chunk),
  }
}
