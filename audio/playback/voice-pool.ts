import { Analyser, type BaseContext, Context, connect, disconnect, Gain, ToneAudioBuffer, ToneBufferSource } from 'tone'
import type { Hertz, Meters, Seconds } from '../units.ts'
import { createHeadListener } from './audio-listener.ts'
import { EDGE_FADE_S, type Segment } from './chunk-segments.ts'
import { computeRms, LIVE_FRAME_SAMPLES } from './descriptors.ts'
import {
  createHrtfPanner,
  createSoftClipper,
  disposeHrtfPanner,
  type HrtfPanner,
  type MutablePoint,
  type Point,
  scheduleRamp,
} from './hrtf-panners.ts'
import type { SampleStore } from './sample-store.ts'
import { playSegment, type SegmentSource } from './segment-source.ts'

/** Voices that take turns playing the song: neighbors overlap, and one that a seek cut off may still fade. */
const SONG_VOICES = 3
/** Voices for picked chunks. */
const PICK_VOICES = 5
/** At most this many chunks ever sound at once. HRTF is what costs: 8 panners are about 0.2 CPU s per audio s. */
export const VOICE_POOL_SIZE = SONG_VOICES + PICK_VOICES

/** Ticks a second. */
const TICK_RATE_HZ: Hertz = 30
/** The song steps back by 12 dB while a picked chunk sounds. */
const DUCKED_GAIN = 0.25
/** A cut begins this much later than it is asked for: automation in the past would begin in the middle of its ramp. */
const CUT_LEAD_S: Seconds = 0.004
/** A spot hears this much of the voice before it is heard: the length of its HRTF. */
const HRTF_WARM_UP_S: Seconds = 0.012
/** And then takes over from the spot before it within this time. */
const MOVE_FADE_S: Seconds = 0.015
/** Spots are put where their box is when their part is about to begin, not while it waits. */
const PLACEMENT_LEAD_S: Seconds = 0.1
/** A move smaller than this share of the distance (about 1 degree) is not heard. */
const MIN_AUDIBLE_SHIFT = 0.015
/** Closer than this the distance itself no longer counts. */
const MIN_DISTANCE_M: Meters = 0.3
/** So long a change of the volume takes: no click, and no waiting. */
const VOLUME_FADE_S: Seconds = 0.05
/** Half as far up the slider is half as loud: loudness halves with every 10 dB (Stevens 1955, ISO 532). */
const LOUDNESS_EXPONENT = Math.log2(10) / 2
/** The HRTF rings on for some 10 ms after its voice. */
const HRTF_TAIL_S: Seconds = 0.05

export type Bus = 'song' | 'pick'

/** One seat of the pool while it is taken: a part that sounds, or is about to, at a place of its own. */
export type Voice = {
  bus: Bus
  /** Where it is in the world, readable like a PannerNode. */
  panner: { positionX: { value: Meters }; positionY: { value: Meters }; positionZ: { value: Meters } }
  /** Context times at which it begins and falls silent. */
  from: Seconds
  until: Seconds
  /** Another part took its seat, or its bus was stopped. */
  stopped: boolean
}

export type VoicePool = {
  sampleRate: Hertz
  /** So many picked chunks can sound at once; one more takes the voice of the one that would end first. */
  pickVoices: number
  /** Context time of the sample being heard now. */
  now: () => Seconds
  /** Called some 30 times a second by a timer that also runs when the page draws nothing. */
  onTick: (tick: () => void) => void
  /** Must be called from a user's gesture before anything is heard. */
  resume: () => Promise<void>
  /** Plays `part` at context time `when` from `place`, which is copied. Both times should fall on samples. */
  start: (bus: Bus, part: Segment, when: Seconds, place: Point) => Voice
  /** Fades out everything on a bus within some 10 ms, also what is scheduled but has not begun. */
  stop: (bus: Bus) => void
  duck: (ducked: boolean) => void
  moveVoice: (voice: Voice, place: Point) => void
  moveListener: (position: Point, forward: Point, up: Point) => void
  /**
   * A song made small would be equally loud everywhere around it: its distances are heard as of one made less small.
   * @param scale of the song, 1 and above as it is.
   */
  setHearingScale: (scale: number) => void
  /** How loud all of it is: 0 is silent, 1 as it is, in between even steps to the ear. */
  setVolume: (volume: number) => void
  /** RMS of what sounds, whatever the volume. */
  level: () => number
  /** What sounds, whatever the volume, as a stream; it ends with `stop`. Not for offline contexts. */
  captureStream: () => { stream: MediaStream; stop: () => unknown }
  dispose: () => void
}

type VoiceSlot = Voice & {
  source: SegmentSource
  envelope: GainNode
  gate: GainNode
  /** Where it is heard from; null without spatialization. */
  spot: HrtfPanner | null
  /** Where it was heard from before, until `settled`. */
  leaving: HrtfPanner | null
  settled: Seconds
}

/**
 * A context that runs at the song's own rate, so that its samples reach the output untouched; at the device's own
 * rate where the browser cannot run at the song's.
 */
export function createAudioContext(sampleRate: Hertz): Context {
  // Times given to voices are exact, so Tone must not add a look-ahead of its own.
  const context = new Context({ context: openAudioContext(sampleRate), lookAhead: 0, updateInterval: 1 / TICK_RATE_HZ })
  context.on('statechange', (state) => {
    // Tone keeps the worker behind its clock running after close().
    if (state === 'closed') context.clockSource = 'offline'
  })
  return context
}

function openAudioContext(sampleRate: Hertz): AudioContext {
  try {
    return new AudioContext({ sampleRate, latencyHint: 'interactive' })
  } catch {
    return new AudioContext({ latencyHint: 'interactive' })
  }
}

const volumeToGain = (volume: number): number => Math.min(1, Math.max(0, volume)) ** LOUDNESS_EXPONENT

/**
 * The pool of voices over one song's sound.
 * @param spatial false plays every voice straight to the output: the song as it was recorded.
 * @param volume to begin with, as in `setVolume`.
 */
export function createVoicePool(store: SampleStore, context: BaseContext, spatial = true, volume = 1): VoicePool {
  const raw = context.rawContext as BaseAudioContext
  const master = new Gain({ context })
  const ceiling = createSoftClipper(raw)
  const loudness = new Gain({ context, gain: volumeToGain(volume) }).toDestination()
  // All before the volume: what is seen and what is recorded do not depend on it.
  const whole = spatial ? ceiling.output : master
  if (spatial) connect(master, ceiling.input)
  connect(whole, loudness)
  const buses = { song: new Gain({ context }).connect(master), pick: new Gain({ context }).connect(master) }
  const meter = new Analyser({ context, type: 'waveform', size: LIVE_FRAME_SAMPLES })
  connect(master, meter)

  const ear = createHeadListener()
  const heard: MutablePoint = [0, 0, 0]
  const ticks: (() => void)[] = []
  let seats: VoiceSlot[] = []
  let gone = false

  const hear = ({ panner }: Voice): MutablePoint => {
    ear.toHeadSpace([panner.positionX.value, panner.positionY.value, panner.positionZ.value], heard)
    return heard
  }

  /** Lets a seat be heard from where its place is for the ear by now. */
  const follow = (seat: VoiceSlot) => {
    const now = context.currentTime
    if (!seat.spot || now < seat.settled || now > seat.until || now < seat.from - PLACEMENT_LEAD_S) return
    if (seat.leaving) {
      seat.gate.disconnect(seat.leaving.panner)
      disposeHrtfPanner(seat.leaving)
      seat.leaving = null
    }
    const at = hear(seat)
    if (distance(at, seat.spot.position) < MIN_AUDIBLE_SHIFT * Math.max(MIN_DISTANCE_M, Math.hypot(...at))) return
    const next = createHrtfPanner(raw, buses[seat.bus].input, at, 0)
    seat.gate.connect(next.panner)
    // Nothing sounds yet: no need to wait for the filter to fill.
    const from = now < seat.from - MOVE_FADE_S ? now : now + HRTF_WARM_UP_S
    seat.settled = from + MOVE_FADE_S
    scheduleRamp(seat.spot.fader.gain, 1, 0, from, seat.settled)
    scheduleRamp(next.fader.gain, 0, 1, from, seat.settled)
    seat.leaving = seat.spot
    seat.spot = next
  }

  const leave = (seat: VoiceSlot) => {
    seat.envelope.disconnect()
    seat.gate.disconnect()
    if (seat.spot) disposeHrtfPanner(seat.spot)
    if (seat.leaving) disposeHrtfPanner(seat.leaving)
  }

  const tidy = () => {
    const over = context.currentTime - HRTF_TAIL_S
    if (seats.some((seat) => seat.until <= over)) {
      for (const seat of seats) if (seat.until <= over) leave(seat)
      seats = seats.filter((seat) => seat.until > over)
    }
    for (const seat of seats) seat.source.scheduleNext(context.currentTime)
    seats.forEach(follow)
  }
  context.on('tick', tidy)

  const cut = (seat: VoiceSlot) => {
    const from = context.currentTime + CUT_LEAD_S
    const until = from + EDGE_FADE_S
    seat.stopped = true
    if (seat.until <= until) return
    scheduleRamp(seat.gate.gain, 1, 0, from, until)
    seat.source.stop(until)
    seat.until = until
  }

  /** A full bus gives up the part that would end first. */
  const makeRoom = (bus: Bus, when: Seconds) => {
    const taken = seats.filter((seat) => seat.bus === bus && seat.until > when && !seat.stopped)
    if (taken.length < (bus === 'song' ? SONG_VOICES : PICK_VOICES)) return
    cut(taken.reduce((first, seat) => (seat.until < first.until ? seat : first)))
  }

  return {
    sampleRate: context.sampleRate,
    pickVoices: PICK_VOICES,
    now: () => context.currentTime,
    onTick: (tick) => {
      ticks.push(tick)
      context.on('tick', tick)
    },
    resume: () => context.resume(),
    start: (bus, part, when, place) => {
      makeRoom(bus, when)
      const envelope = createEnvelope(raw, part, when)
      const gate = raw.createGain()
      envelope.connect(gate)
      const panner = { positionX: { value: place[0] }, positionY: { value: place[1] }, positionZ: { value: place[2] } }
      const voice: Voice = { bus, panner, from: when, until: when + part.duration, stopped: false }
      const output = buses[bus].input
      const spot = spatial ? createHrtfPanner(raw, output, hear(voice), 1) : null
      gate.connect(spot ? spot.panner : output)
      const source = playSegment(store, part, when, (buffer) => {
        const node = new ToneBufferSource({ context, url: new ToneAudioBuffer(buffer) })
        connect(node, envelope)
        return node
      })
      const seat: VoiceSlot = Object.assign(voice, { source, envelope, gate, spot, leaving: null, settled: 0 })
      seats.push(seat)
      return seat
    },
    stop: (bus) => {
      for (const seat of seats) if (seat.bus === bus && !seat.stopped) cut(seat)
    },
    duck: (ducked) => {
      buses.song.gain.rampTo(ducked ? DUCKED_GAIN : 1, ducked ? 0.03 : 0.4)
    },
    moveVoice: ({ panner }, place) => {
      panner.positionX.value = place[0]
      panner.positionY.value = place[1]
      panner.positionZ.value = place[2]
    },
    moveListener: (position, forward, up) => {
      ear.setPose(position, forward, up)
      seats.forEach(follow)
    },
    setHearingScale: (scale) => ear.setDistanceScale(1 / Math.sqrt(Math.min(1, scale))),
    setVolume: (to) => {
      loudness.gain.rampTo(volumeToGain(to), VOLUME_FADE_S)
    },
    level: () => computeRms(meter.getValue() as Float32Array),
    captureStream: () => {
      const heard = (raw as AudioContext).createMediaStreamDestination()
      connect(whole, heard)
      return { stream: heard.stream, stop: () => !gone && disconnect(whole, heard) }
    },
    dispose: () => {
      for (const tick of [tidy, ...ticks]) context.off('tick', tick)
      for (const seat of seats) if (!seat.stopped) cut(seat)
      const clear = () => {
        seats.forEach(leave)
        meter.dispose()
        buses.song.dispose()
        buses.pick.dispose()
        master.dispose()
        ceiling.output.disconnect()
        loudness.dispose()
        gone = true
      }
      // Not before the last fade has been heard; the clock of a closed context stands still.
      if (raw.state === 'closed') clear()
      else context.setTimeout(clear, HRTF_TAIL_S)
    },
  }
}

/** The part's own fades. Tone's players have fades too, but stopping one during its fade-out jumps to full gain. */
function createEnvelope(context: BaseAudioContext, { duration, fadeIn, fadeOut }: Segment, when: Seconds): GainNode {
  const envelope = context.createGain()
  const end = when + duration
  if (fadeIn > 0) scheduleRamp(envelope.gain, 0, 1, when, when + fadeIn)
  if (fadeOut > 0) scheduleRamp(envelope.gain, 1, 0, end - fadeOut, end)
  return envelope
}

const distance = (a: Point, b: Point): Meters => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
