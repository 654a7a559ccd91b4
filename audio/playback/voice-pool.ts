import { Analyser, type BaseContext, Context, connect, disconnect, Gain, ToneAudioBuffer, ToneBufferSource } from 'tone'
import type { Hertz, Meters, Seconds } from '../units.ts'
import { createHeadListener } from './audio-listener.ts'
import { loadBinauralVoices } from './binaural-voices.ts'
import { EDGE_FADE_S, type Segment } from './chunk-segments.ts'
import { computeRms, LIVE_FRAME_SAMPLES } from './descriptors.ts'
import { computeSendGain } from './distance-gain.ts'
import { createEnvelope } from './envelope.ts'
import { createFollowingGain, type FollowingGain } from './following-gain.ts'
import { glideGain } from './glide-gain.ts'
import { type MutablePoint, type Point, scheduleRamp } from './hrtf-panners.ts'
import { createLeveling } from './leveling.ts'
import { openAudioContext } from './open-audio-context.ts'
import { createOutputChain } from './output-chain.ts'
import { createRenderClock } from './render-clock.ts'
import { ROOM_TAIL_S } from './room/room-impulse.ts'
import { createRoomTail } from './room/room-tail.ts'
import type { SampleStore } from './sample-store.ts'
import { measureSegmentRms } from './segment-level.ts'
import { playSegment, type SegmentSource } from './segment-source.ts'
import type { Bus, SpatialVoice } from './spatial-voice.ts'
import { createSpatialVoices } from './spatial-voices.ts'
import type { SoundOutput } from './speakers/sound-output.ts'
import { createVoice, moveVoice, type Voice } from './voice.ts'
import { volumeToGain } from './volume-to-gain.ts'

/** Voices of the song: two neighbors overlap, and one can still fade after a seek. */
const SONG_VOICES = 3
/** Voices for picked chunks. */
const PICK_VOICES = 5
/** Chunks that sound at once at most. Eight HRTF panners take about 0.2 CPU seconds per second of sound. */
export const VOICE_POOL_SIZE = SONG_VOICES + PICK_VOICES

const TICK_RATE_HZ: Hertz = 30
/** -12 dB, the gain of the song while a picked chunk sounds. */
const DUCKED_GAIN = 0.25
const DUCK_FADE_S: Seconds = 0.03
const UNDUCK_FADE_S: Seconds = 0.4
/** A waiting voice is positioned this long before it begins. */
const PLACEMENT_LEAD_S: Seconds = 0.1
/** Duration of a volume change, long enough not to click. */
const VOLUME_FADE_S: Seconds = 0.05
/** The HRTF rings for some 10 ms after its voice; WebKit cuts it off with the end of the source, which is silent by then. */
const HRTF_TAIL_S: Seconds = 0.05

export type VoicePool = {
  sampleRate: Hertz
  /** Picked chunks that sound at once at most; another one replaces the one that would end first. */
  pickVoices: number
  /** Context time. */
  now: () => Seconds
  /** The context time that is heard now: the device is behind. */
  heard: () => Seconds
  /** The context time from which what is started now sounds whole. */
  soonest: () => Seconds
  /** Adds a callback, called 30 times a second even while the page draws nothing. */
  onTick: (listener: () => void) => void
  /** Starts the audio context; browsers require a user gesture. */
  resume: () => Promise<void>
  /** Plays a segment at context time `when` from a box with an edge of `size`. Copies `position`. Times should fall on samples. */
  start: (bus: Bus, segment: Segment, when: Seconds, position: Point, size?: Meters) => Voice
  /** Fades out all voices of a bus, scheduled ones included; without `fade` within some 10 ms. */
  stop: (bus: Bus, fade?: Seconds) => void
  duck: (ducked: boolean) => void
  moveVoice: (voice: Voice, position: Point) => void
  moveListener: (position: Point, forward: Point, up: Point) => void
  /**
   * Increases the distances of a song that is scaled down, which would be equally loud from everywhere.
   * @param scale of the song; 1 and above have no effect
   */
  setHearingScale: (scale: number) => void
  /** Whether sounds are in a room of their own; at first they are not. */
  setRoom: (on: boolean) => void
  /** Gain of the song among others. */
  setSongGain: (gain: number) => void
  /** Gain that makes up for the distances of the boxes; 1: nothing is made up. */
  setMakeUp: (gain: number) => void
  /** Loudspeakers stand in the room: where they are does not turn with the head. */
  readonly isRing: boolean
  /** Plays noise on one loudspeaker, by its place in the output's list. */
  testSpeaker: (speaker: number) => void
  /** Sets the output volume: 0 is silent, 1 unchanged; equal steps sound equally large. */
  setVolume: (volume: number) => void
  /** Whether a segment that starts now takes no voice from another. */
  hasFreeVoice: (bus: Bus) => boolean
  /** RMS of a segment with its fades, without its gain. */
  measureSegment: (segment: Segment) => number
  /** RMS of the sound, before the volume. */
  level: () => number
  /** The sound, before the volume, as a stream until `stop`. Not for offline contexts. */
  captureStream: () => { stream: MediaStream; stop: () => unknown }
  dispose: () => void
}

type VoiceSlot = Voice & {
  source: SegmentSource
  envelope: GainNode
  gate: GainNode
  /** What its song and its place are made louder by. */
  level: FollowingGain
  /** null without spatialization. */
  spatial: SpatialVoice | null
  /** Its share of the room's tail; null without spatialization. */
  send: FollowingGain | null
}

/** A context at the song's rate, which leaves its samples unchanged; at the device's rate if the browser cannot. */
export function createAudioContext(sampleRate: Hertz): Context {
  // Voices get exact times, so Tone must not add its own look-ahead.
  const context = new Context({ context: openAudioContext(sampleRate), lookAhead: 0, updateInterval: 1 / TICK_RATE_HZ })
  context.on('statechange', (state) => {
    // Tone does not stop its clock's worker on close().
    if (state === 'closed') context.clockSource = 'offline'
  })
  return context
}

export type VoicePoolOptions = {
  /** False plays all voices without places: the song as recorded. */
  spatial?: boolean
  /** Initial value, as in `setVolume`. */
  volume?: number
  output?: SoundOutput
  /** What it loads is used from the next segment on, PannerNodes until then. */
  loadBinaural?: typeof loadBinauralVoices
}

/** The voices of one song. */
export function createVoicePool(store: SampleStore, context: BaseContext, options: VoicePoolOptions = {}): VoicePool {
  const { spatial = true, volume = 1, output = 'headphones', loadBinaural = loadBinauralVoices } = options
  const audioContext = context.rawContext as BaseAudioContext
  const clock = createRenderClock(audioContext, 'createMediaStreamSource' in audioContext)
  const master = new Gain({ context })
  const volumeGain = new Gain({ context, gain: volumeToGain(volume) })
  const buses = { song: new Gain({ context }).connect(master), pick: new Gain({ context }).connect(master) }
  const isRing = typeof output !== 'string'
  if (isRing)
    for (const { input } of [master, volumeGain, buses.song, buses.pick]) input.channelInterpretation = 'discrete'
  const roomTail = createRoomTail(audioContext, master.input)
  // Tone's own destination is stereo, with a Listener, which fails in engines without AudioListener.positionX.
  const chain = createOutputChain(audioContext, clock, output, master.input, volumeGain.input, spatial)
  const meter = new Analyser({ context, type: 'waveform', size: LIVE_FRAME_SAMPLES })
  connect(master, meter)
  const busInputs = { song: buses.song.input, pick: buses.pick.input }
  const spatialVoices = spatial ? createSpatialVoices(audioContext, clock, output, busInputs, loadBinaural) : null
  const leveling = createLeveling(spatial)
  const head = createHeadListener()
  const headPosition: MutablePoint = [0, 0, 0]
  const tickListeners: (() => void)[] = []
  let slots: VoiceSlot[] = []
  let disposed = false
  const toHeadPosition = ({ panner }: Voice): MutablePoint => {
    head.toHeadSpace([panner.positionX.value, panner.positionY.value, panner.positionZ.value], headPosition)
    return headPosition
  }

  const measureSend = () => computeSendGain(Math.hypot(...headPosition))

  const updatePosition = (slot: VoiceSlot) => {
    const now = context.currentTime
    if (!slot.spatial || now > slot.until || now < slot.from - PLACEMENT_LEAD_S) return
    slot.spatial.moveTo(toHeadPosition(slot))
    slot.level.follow(leveling.computeGain(slot.bus, headPosition))
    slot.send?.follow(measureSend())
  }

  const disposeSlot = (slot: VoiceSlot) => {
    slot.envelope.disconnect()
    slot.level.node.disconnect()
    slot.gate.disconnect()
    slot.spatial?.dispose()
    slot.send?.node.disconnect()
  }

  const tick = () => {
    clock.sample()
    chain.sample()
    const endedBefore = context.currentTime - HRTF_TAIL_S
    if (slots.some((slot) => slot.until <= endedBefore)) {
      for (const slot of slots) if (slot.until <= endedBefore) disposeSlot(slot)
      slots = slots.filter((slot) => slot.until > endedBefore)
    }
    for (const slot of slots) slot.source.scheduleNext(context.currentTime)
    slots.forEach(updatePosition)
  }
  context.on('tick', tick)

  const fadeOut = (slot: VoiceSlot, fade: Seconds = EDGE_FADE_S) => {
    const from = clock.readSoonest()
    const until = from + fade
    slot.stopped = true
    if (slot.until <= until) return
    scheduleRamp(slot.gate.gain, 1, 0, from, until)
    slot.source.stop(until + HRTF_TAIL_S)
    slot.until = until
  }

  const listActive = (bus: Bus, when: Seconds) =>
    slots.filter((slot) => slot.bus === bus && slot.until > when && !slot.stopped)
  const countFree = (bus: Bus, when: Seconds) =>
    (bus === 'song' ? SONG_VOICES : PICK_VOICES) - listActive(bus, when).length

  /** Fades out the voice of a full bus that would end first. */
  const freeSlot = (bus: Bus, when: Seconds) => {
    if (countFree(bus, when) <= 0)
      fadeOut(listActive(bus, when).reduce((first, slot) => (slot.until < first.until ? slot : first)))
  }

  return {
    sampleRate: context.sampleRate,
    pickVoices: PICK_VOICES,
    now: () => context.currentTime,
    heard: () => context.currentTime - chain.readDelay(),
    soonest: clock.readSoonest,
    onTick: (listener) => {
      tickListeners.push(listener)
      context.on('tick', listener)
    },
    resume: () => context.resume(),
    start: (bus, segment, when, position, size = 0) => {
      freeSlot(bus, when)
      const voice = createVoice(bus, position, when, segment.duration)
      toHeadPosition(voice)
      const envelope = createEnvelope(audioContext, segment, when)
      const level = createFollowingGain(audioContext, leveling.computeGain(bus, headPosition))
      const gate = audioContext.createGain()
      envelope.connect(level.node).connect(gate)
      const spatialVoice = spatialVoices?.open(bus, gate, voice, headPosition, size) ?? null
      if (!spatialVoice) gate.connect(busInputs[bus])
      const send = spatial ? createFollowingGain(audioContext, measureSend()) : null
      if (send) gate.connect(send.node).connect(roomTail.inputs[bus])
      const tail = segment.fadeOut > 0 ? HRTF_TAIL_S : 0
      const source = playSegment(store, { ...segment, duration: segment.duration + tail }, when, (buffer) => {
        const node = new ToneBufferSource({ context, url: new ToneAudioBuffer(buffer) })
        connect(node, envelope)
        return node
      })
      const slot: VoiceSlot = Object.assign(voice, { source, envelope, level, gate, spatial: spatialVoice, send })
      slots.push(slot)
      return slot
    },
    stop: (bus, fade) => {
      for (const slot of slots) if (slot.bus === bus && !slot.stopped) fadeOut(slot, fade)
    },
    duck: (ducked) => {
      const [gain, fade] = ducked ? [DUCKED_GAIN, DUCK_FADE_S] : [1, UNDUCK_FADE_S]
      glideGain(buses.song.gain, gain, clock.readSoonest(), fade)
      roomTail.duck(gain, clock.readSoonest(), fade)
    },
    moveVoice,
    moveListener: (position, forward, up) => {
      head.setPose(position, forward, up)
      spatialVoices?.placeHead(head)
      slots.forEach(updatePosition)
    },
    setHearingScale: (scale) => head.setDistanceScale(1 / Math.sqrt(Math.min(1, scale))),
    setRoom: (on) => {
      if (!spatial || isRing || on === roomTail.isOn()) return
      roomTail.setOn(on, clock.readSoonest())
      spatialVoices?.setRoom(on)
    },
    setSongGain: leveling.setSongGain,
    setMakeUp: leveling.setMakeUp,
    isRing,
    testSpeaker: (speaker) => chain.testSpeaker(speaker, volumeGain.gain.value),
    setVolume: (newVolume) => {
      glideGain(volumeGain.gain, volumeToGain(newVolume), clock.readSoonest(), VOLUME_FADE_S)
    },
    hasFreeVoice: (bus) => countFree(bus, clock.readSoonest()) > 0,
    measureSegment: (segment) => measureSegmentRms(store, segment),
    level: () => computeRms(meter.getValue() as Float32Array),
    captureStream: () => {
      const destination = (audioContext as AudioContext).createMediaStreamDestination()
      connect(chain.mix, destination)
      return { stream: destination.stream, stop: () => !disposed && disconnect(chain.mix, destination) }
    },
    dispose: () => {
      for (const listener of [tick, ...tickListeners]) context.off('tick', listener)
      for (const slot of slots) if (!slot.stopped) fadeOut(slot)
      const clear = () => {
        slots.forEach(disposeSlot)
        spatialVoices?.dispose()
        meter.dispose()
        roomTail.dispose()
        for (const gain of [buses.song, buses.pick, master]) gain.dispose()
        chain.dispose()
        volumeGain.dispose()
        disposed = true
      }
      // After the last fade, but at once for a closed context, whose clock has stopped.
      if (audioContext.state === 'closed') clear()
      else context.setTimeout(clear, roomTail.isOn() ? ROOM_TAIL_S : HRTF_TAIL_S)
    },
  }
}
