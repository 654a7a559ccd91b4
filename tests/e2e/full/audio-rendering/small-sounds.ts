import type { Point } from '../../../../audio/playback/hrtf-panners.ts'
import type { Decibels } from '../../../../audio/units.ts'
import { stepFeedback } from '../../../../scenes/frame/step-feedback.ts'
import { type FeedbackKind, giveFeedback } from '../../../../scenes/state/feedback.ts'
import { createFrameState, setChunks } from '../../../../scenes/state/frame-state.ts'
import type { SceneContext } from '../../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../../scenes/state/scene-services.ts'
import { loadDemo } from './demo-playback.ts'
import { measureLoudestClick, measureRms } from './measure.ts'
import { createBuffer, createSpans, createTones, type RenderStage, renderOffline } from './render-offline.ts'

// Small sounds that answer a visitor, rendered with the voices that play them.

const KINDS: FeedbackKind[] = ['hover', 'take', 'throw', 'panel', 'teleport', 'turn', 'edge', 'arrival', 'ending']
/** Where all boxes hang, the head looks, and so every sound comes from. */
const PLACE: Point = [0, -0.35, -0.35]
const PERIOD_S = 0.9
const FIRST_S = 0.2
const frame = { session: { inputSources: [] } } as unknown as XRFrame

type Spans = readonly { start: number; end: number }[]

/** A scene with these chunks around a head at the origin. */
function createScene(spans: Spans, loudness: (span: { start: number; end: number }) => Decibels): SceneContext {
  const frameState = createFrameState()
  setChunks(
    frameState,
    spans.map((span) => ({ ...span, loudness: loudness(span) })),
    2,
  )
  frameState.viewer.head.position = [0, 0, 0]
  frameState.viewer.head.forward = [0, 0, -1]
  for (let i = 0; i < spans.length; i++) frameState.boxes.position.set(PLACE, 3 * i)
  return { frameState, services: createSceneServices() } as unknown as SceneContext
}

/** Each kind of sound alone, of its own chunk, in turn. */
function playKinds(context: SceneContext, chunkOf: (turn: number) => number, { voices, at }: RenderStage): void {
  context.services.voices = voices
  KINDS.forEach((kind, i) => {
    at(FIRST_S + i * PERIOD_S, () => {
      context.frameState.playhead.chunk = chunkOf(i)
      giveFeedback(context.frameState.feedback, kind, null, kind === 'hover' ? chunkOf(i) : -1)
      stepFeedback(context, frame)
    })
  })
}

/** RMS of both channels. */
const measureBoth = (channels: Float32Array[], from?: number, to?: number): Decibels =>
  10 * Math.log10(channels.reduce((sum, x) => sum + 10 ** (measureRms(x, from, to) / 10) / channels.length, 1e-20))

/** RMS of what is louder than -100 dBFS: of a sound over its own duration. */
function measureSound(channels: Float32Array[]): Decibels {
  const isHeard = (_: unknown, i: number) => channels.some((x) => Math.abs(x[i] as number) > 1e-5)
  const [x] = channels as [Float32Array]
  return measureBoth(channels, x.findIndex(isHeard), x.findLastIndex(isHeard) + 1)
}

/** The demo's small sounds below the demo itself, played from the same place, dB. */
export async function measureSmallSounds(spatial: boolean): Promise<{ kind: FeedbackKind; below: Decibels }[]> {
  const { buffer, chunks } = await loadDemo()
  const level = ({ start, end }: { start: number; end: number }): Decibels => {
    const [from, to] = [Math.round(start * buffer.sampleRate), Math.round(end * buffer.sampleRate)]
    return measureBoth([buffer.getChannelData(0), buffer.getChannelData(1)], from, to)
  }
  const context = createScene(chunks, level)
  const seconds = FIRST_S + KINDS.length * PERIOD_S
  const setting = { buffer, chunks, spatial, positionOf: () => PLACE }
  const song = await renderOffline({
    ...setting,
    seconds: buffer.duration,
    tick: 0.1,
    script: ({ playback }) => playback.play(),
  })
  const sounds = await renderOffline({
    ...setting,
    seconds,
    script: (stage) => playKinds(context, (turn) => 20 + 7 * turn, stage),
  })
  const songLevel = measureBoth(song)
  return KINDS.map((kind, i) => {
    const from = Math.round((FIRST_S + i * PERIOD_S) * buffer.sampleRate)
    const to = from + Math.round(PERIOD_S * buffer.sampleRate)
    return { kind, below: songLevel - measureSound(sounds.map((x) => x.subarray(from, to))) }
  })
}

const TONES_RATE_HZ = 44_100

/** The hardest edge of each kind of small sound of a smooth song, as if it were as loud as that. */
export async function measureSmallSoundClicks(): Promise<{ kind: FeedbackKind; click: Decibels }[]> {
  const spans = createSpans(0, 0.31, 0.5, 0.55, 0.6, 0.9, 1.13, 1.5, 2)
  const context = createScene(spans, () => -12)
  const heard = await renderOffline({
    buffer: createBuffer(TONES_RATE_HZ, 2, createTones(TONES_RATE_HZ, 2)),
    chunks: spans,
    seconds: FIRST_S + KINDS.length * PERIOD_S,
    spatial: true,
    positionOf: () => PLACE,
    script: (stage) => playKinds(context, (turn) => turn % spans.length, stage),
  })
  const loud = heard.map((x) => x.map((value) => value * 10 ** (24 / 20)))
  return KINDS.map((kind, i) => {
    const from = Math.round((FIRST_S + i * PERIOD_S) * TONES_RATE_HZ)
    return { kind, click: measureLoudestClick(loud, from, from + Math.round(PERIOD_S * TONES_RATE_HZ)) }
  })
}
