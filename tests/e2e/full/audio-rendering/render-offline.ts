import { Context } from 'tone'
import { loadBinauralVoices } from '../../../../audio/playback/binaural-voices.ts'
import type { Point } from '../../../../audio/playback/hrtf-panners.ts'
import { loadLimiter } from '../../../../audio/playback/peak-guard.ts'
import { createPlayback, type Playback } from '../../../../audio/playback/playback.ts'
import { loadRoomTail } from '../../../../audio/playback/room/room-tail.ts'
import { createBufferStore, type SampleStore } from '../../../../audio/playback/sample-store.ts'
import { createVoicePool, type VoicePool } from '../../../../audio/playback/voice-pool.ts'
import type { Seconds } from '../../../../audio/units.ts'

// Runs inside a page: the real voices and the real playback, rendered offline. The rendering stands still for every
// tick of the clock, so that all they do happens in the course of the sound as it does live. (Tone's OfflineContext
// would schedule the whole song before its first sample, and nothing could be let go.)

export type ChunkSpan = { start: Seconds; end: Seconds }
export type RenderStage = {
  playback: Playback
  voices: VoicePool
  /** Runs `act` when the context's clock reaches `time`. */
  at: (time: Seconds, act: () => void) => void
}
export type RenderOptions = {
  buffer: AudioBuffer
  /** Where voices get their parts instead of the buffer. */
  store?: SampleStore
  chunks: readonly ChunkSpan[]
  seconds: Seconds
  spatial?: boolean
  positionOf?: (chunk: number) => Point
  /** Between two ticks of the clock. */
  tick?: Seconds
  /** Binaural voices are loaded only now. */
  binauralFrom?: Seconds
  script: (stage: RenderStage) => void
}

const POSITION_AHEAD: Point = [0, 0, -1]

/** What makes places heard: our own voices, the browser's, or our own in a room. */
export type Spatializer = 'binaural' | 'panner' | 'hall' | 'panners in a hall'
let spatializer: Spatializer = 'binaural'
/** What all later renderings use. */
export function setSpatializer(next: Spatializer): void {
  spatializer = next
}

const hrtfContexts = new Map<number, Promise<AudioContext>>()

/**
 * Loads Chromium's HRTF for a rate and holds on to it. An offline rendering that begins while it is being loaded never
 * ends: both wait for each other (seen with 143, at one of the first four rates tried, every time). A live context does not
 * wait, and is silent until all is there.
 */
async function loadHrtf(sampleRate: number): Promise<AudioContext> {
  const context = new AudioContext({ sampleRate })
  const source = new ConstantSourceNode(context)
  const panner = new PannerNode(context, { panningModel: 'HRTF', positionX: 1 })
  const analyser = new AnalyserNode(context)
  source
    .connect(panner)
    .connect(analyser)
    .connect(new GainNode(context, { gain: 0 }))
    .connect(context.destination)
  source.start()
  const heard = new Float32Array(analyser.fftSize)
  while (!heard.some((value) => value !== 0)) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    analyser.getFloatTimeDomainData(heard)
  }
  await context.suspend()
  return context
}

/** @returns the two channels as rendered, not clipped. */
export async function renderOffline(setting: RenderOptions): Promise<Float32Array[]> {
  const {
    buffer,
    store = createBufferStore(buffer),
    chunks,
    seconds,
    spatial = false,
    positionOf: placeOf = () => POSITION_AHEAD,
    tick = 0.01,
    binauralFrom = 0,
    script,
  } = setting
  const loaded = hrtfContexts.get(buffer.sampleRate) ?? loadHrtf(buffer.sampleRate)
  hrtfContexts.set(buffer.sampleRate, loaded)
  await loaded
  const raw = new OfflineAudioContext(2, Math.ceil(seconds * buffer.sampleRate), buffer.sampleRate)
  const context = new Context({ context: raw, clockSource: 'offline', lookAhead: 0 })
  // The pool loads it too; it is there from the first sample on.
  await loadLimiter(raw)
  const options = spatializer === 'binaural' || spatializer === 'hall' ? await loadBinauralVoices(raw) : null
  if (spatializer.endsWith('hall')) await loadRoomTail(raw)
  let finishLoading = () => {}
  const loading = new Promise<typeof options>((resolve) => {
    finishLoading = () => resolve(options)
  })
  const voices = createVoicePool(store, context, { spatial, loadBinaural: () => loading })
  const playback = createPlayback(chunks, voices, placeOf, () => undefined)
  const plan: { time: Seconds; act: () => void }[] = []
  if (binauralFrom > 0) plan.push({ time: binauralFrom, act: finishLoading })
  else {
    finishLoading()
    // The pool waits for it too, and comes first.
    await new Promise((resolve) => setTimeout(resolve))
  }
  voices.setRoom(spatializer.endsWith('hall'))
  script({ playback, voices, at: (time, act) => plan.push({ time, act }) })
  plan.sort((a, b) => a.time - b.time)
  const run = () => {
    while (plan[0] && plan[0].time <= raw.currentTime + 1e-9) plan.shift()?.act()
    context.emit('tick')
  }
  const pauseAt = (time: Seconds) => {
    if (time < seconds - 0.01)
      void raw.suspend(time).then(() => {
        run()
        pauseAt(Math.max(raw.currentTime + 0.003, Math.min(raw.currentTime + tick, plan[0]?.time ?? Infinity)))
        return raw.resume()
      })
  }
  run()
  pauseAt(tick)
  const output = await raw.startRendering()
  return [output.getChannelData(0), output.getChannelData(1)]
}

/** Where a song started at context time `from` begins in the output, samples. */
export const computeStartSample = (rate: number, from: Seconds = 0): number => Math.round((from + 0.03) * rate)

/** A buffer from one function of the sample per channel. */
export function createBuffer(rate: number, seconds: Seconds, ...channels: ((i: number) => number)[]): AudioBuffer {
  const buffer = new AudioBuffer({
    length: Math.round(seconds * rate),
    sampleRate: rate,
    numberOfChannels: channels.length,
  })
  channels.forEach((valueAt, c) => {
    const data = buffer.getChannelData(c)
    for (let i = 0; i < data.length; i++) data[i] = valueAt(i)
  })
  return buffer
}

/** Repeatable noise in [-1, 1). */
export function createNoise(seed = 1): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

/** A smooth sound: any jump in it comes from the one who plays it. Peaks below 0.6, all below 500 Hz, soft ends. */
export const createTones =
  (rate: number, seconds: Seconds) =>
  (i: number): number => {
    const inside = Math.min(1, i / rate / 0.05, (seconds - i / rate) / 0.05)
    const wave = [220, 331, 487].reduce((sum, hertz) => sum + 0.2 * Math.sin((2 * Math.PI * hertz * i) / rate), 0)
    return inside > 0 ? wave * Math.sin((inside * Math.PI) / 2) ** 2 : 0
  }

/** Chunks between the given cuts, seconds. */
export const createSpans = (...cuts: Seconds[]): ChunkSpan[] =>
  cuts.slice(1).map((end, i) => ({ start: cuts[i] as number, end }))
