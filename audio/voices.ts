import { Analyser, type BaseContext, Context, connect, Gain, Panner3D, Player, ToneAudioBuffer } from 'tone'
import { describeAt, LIVE_FRAME, liveLevel } from './descriptors.ts'
import type { Part } from './sequence.ts'
import type { Hertz, Seconds } from './units.ts'

/** Voices that take turns playing the song. Three, because neighbors overlap while the next is being prepared. */
const SONG_VOICES = 3
/** Voices for picked chunks. */
const PICK_VOICES = 5
/** At most this many chunks ever sound at once. HRTF is what costs: 8 panners are about 0.2 CPU s per audio s. */
export const POOL_SIZE = SONG_VOICES + PICK_VOICES

/** The song steps back by 12 dB while a picked chunk sounds. */
const DUCKED_GAIN = 0.25

export type Point = readonly [x: number, y: number, z: number]
export type Bus = 'song' | 'pick'

/** One seat of the pool: a player with a place of its own. */
export type Voice = {
  bus: Bus
  player: Player
  panner: Panner3D
  /** Context time at which the last part given to it ends. */
  until: Seconds
}

export type Voices = {
  sampleRate: Hertz
  /** Context time of the sample being heard now. */
  now: () => Seconds
  /** Called some 30 times a second by a timer that also runs when the page draws nothing. */
  onTick: (tick: () => void) => void
  /** Must be called from a user's gesture before anything is heard. */
  resume: () => Promise<void>
  /** Plays `part` at context time `when` from `place`. Both should fall on samples. */
  start: (bus: Bus, part: Part, when: Seconds, place: Point) => Voice
  /** Fades out everything on a bus within some 8 ms, also what is scheduled but has not begun. */
  stop: (bus: Bus) => void
  duck: (ducked: boolean) => void
  moveVoice: (voice: Voice, place: Point) => void
  moveEar: (position: Point, forward: Point, up: Point) => void
  setVolume: (gain: number) => void
  /** RMS of what is being heard. */
  level: () => number
  dispose: () => void
}

/** A context that runs at the song's own rate, so that its samples reach the output untouched. */
export const createContext = (sampleRate: Hertz): Context =>
  // Times given to voices are exact, so Tone must not add a look-ahead of its own.
  new Context({ context: new AudioContext({ sampleRate, latencyHint: 'interactive' }), lookAhead: 0 })

/**
 * The pool of voices over one shared buffer.
 * @param spatial false plays every voice straight to the output: the song as it was recorded.
 */
export function createVoices(buffer: AudioBuffer, context: BaseContext, spatial = true): Voices {
  const shared = new ToneAudioBuffer(buffer)
  const master = new Gain({ context }).toDestination()
  const buses = { song: new Gain({ context }).connect(master), pick: new Gain({ context }).connect(master) }
  const meter = new Analyser({ context, type: 'waveform', size: LIVE_FRAME })
  connect(master, meter)
  describeAt(context.sampleRate)

  const seat = (bus: Bus): Voice => {
    const panner = new Panner3D({
      context,
      panningModel: 'HRTF',
      distanceModel: 'inverse',
      // At arm's length a voice is as loud as it was recorded; across the cloud it is still clearly there.
      refDistance: 1.5,
      rolloffFactor: 0.7,
    }).connect(buses[bus])
    const player = new Player({ context, url: shared }).connect(spatial ? panner : buses[bus])
    return { bus, player, panner, until: 0 }
  }
  const all = [
    ...Array.from({ length: SONG_VOICES }, () => seat('song')),
    ...Array.from({ length: PICK_VOICES }, () => seat('pick')),
  ]
  /** The seat that has been, or will be, silent the longest. */
  const freest = (bus: Bus): Voice =>
    all.reduce((best, voice) => (voice.bus === bus && (best.bus !== bus || voice.until < best.until) ? voice : best))

  const ear = context.rawContext.listener
  const ticks: (() => void)[] = []

  return {
    sampleRate: context.sampleRate,
    now: () => context.currentTime,
    onTick: (tick) => {
      ticks.push(tick)
      context.on('tick', tick)
    },
    resume: () => context.resume(),
    start: (bus, part, when, place) => {
      const voice = freest(bus)
      if (voice.until > when) voice.player.stop(context.currentTime)
      voice.panner.positionX.setValueAtTime(place[0], when)
      voice.panner.positionY.setValueAtTime(place[1], when)
      voice.panner.positionZ.setValueAtTime(place[2], when)
      voice.player.fadeIn = part.fadeIn
      voice.player.fadeOut = part.fadeOut
      voice.player.start(when, part.offset, part.duration)
      voice.until = when + part.duration
      return voice
    },
    stop: (bus) => {
      const now = context.currentTime
      for (const voice of all) {
        if (voice.bus !== bus || voice.until <= now) continue
        voice.player.stop(now)
        voice.until = now
      }
    },
    duck: (ducked) => {
      buses.song.gain.rampTo(ducked ? DUCKED_GAIN : 1, ducked ? 0.03 : 0.4)
    },
    moveVoice: (voice, place) => {
      voice.panner.setPosition(place[0], place[1], place[2])
    },
    moveEar: (position, forward, up) => {
      if (ear.positionX) {
        ear.positionX.value = position[0]
        ear.positionY.value = position[1]
        ear.positionZ.value = position[2]
        ear.forwardX.value = forward[0]
        ear.forwardY.value = forward[1]
        ear.forwardZ.value = forward[2]
        ear.upX.value = up[0]
        ear.upY.value = up[1]
        ear.upZ.value = up[2]
      } else {
        // Firefox has only the older form.
        ear.setPosition(...position)
        ear.setOrientation(...forward, ...up)
      }
    },
    setVolume: (gain) => {
      master.gain.rampTo(gain, 0.05)
    },
    level: () => liveLevel(meter.getValue() as Float32Array),
    dispose: () => {
      for (const tick of ticks) context.off('tick', tick)
      for (const voice of all) {
        voice.player.dispose()
        voice.panner.dispose()
      }
      meter.dispose()
      buses.song.dispose()
      buses.pick.dispose()
      master.dispose()
    },
  }
}
