import { beforeEach, expect, test } from 'vitest'
import type { Segment } from '../../../audio/playback/chunk-segments.ts'
import type { Point } from '../../../audio/playback/hrtf-panners.ts'
import type { VoicePool } from '../../../audio/playback/voice-pool.ts'
import { stepFeedback } from '../../../scenes/frame/step-feedback.ts'
import { type FeedbackKind, giveFeedback } from '../../../scenes/state/feedback.ts'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import { createHand } from '../input/xr-input-room.ts'
import { chunksOf } from '../sample-chunks.ts'

let context: SceneContext
let sounds: Segment[] = []
let places: Point[] = []
let clock = 100
let hasFreeVoice = true
/** RMS of every stretch; chunks are at -20 dBFS. */
let stretchRms = 0.1

beforeEach(() => {
  const frameState = createFrameState()
  setChunks(frameState, chunksOf([0.5, 0.02, 0.5]), 2)
  const services = createSceneServices()
  context = { frameState, services } as unknown as SceneContext
  clock += 100
  sounds = []
  places = []
  hasFreeVoice = true
  stretchRms = 0.1
  services.voices = {
    now: () => clock,
    soonest: () => clock,
    hasFreeVoice: () => hasFreeVoice,
    measureSegment: () => stretchRms,
    start: (_bus: unknown, segment: Segment, _when: number, place: Point) => {
      sounds.push({ ...segment })
      places.push([...place])
    },
  } as unknown as VoicePool
})
const answer = (kind: FeedbackKind, chunk = -1, source: XRInputSource | null = null) => {
  giveFeedback(context.frameState.feedback, kind, source, chunk)
  stepFeedback(context, frame)
}
const left = createHand('left')
const right = createHand('right')
const frame = { session: { inputSources: [left.source, right.source] } } as unknown as XRFrame

test.each<[FeedbackKind, boolean, boolean]>([
  ['hover', false, true],
  ['play', true, false],
  ['take', true, true],
  ['throw', true, true],
  ['panel', true, true],
  ['teleport', true, true],
  ['turn', true, true],
  ['edge', true, true],
  ['arrival', false, true],
  ['ending', false, true],
])('%s is felt in the hand: %s, and heard: %s', (kind, isFelt, isHeard) => {
  const hand = createHand('right')
  answer(kind, 1, hand.source)
  expect(hand.pulses).toHaveLength(isFelt ? 1 : 0)
  expect(sounds).toHaveLength(isHeard ? 1 : 0)
  stepFeedback(context, frame)
  expect(sounds).toHaveLength(isHeard ? 1 : 0)
})

test('without a hand both feel it', () => {
  giveFeedback(context.frameState.feedback, 'teleport', null)
  stepFeedback(context, frame)
  expect([left.pulses.length, right.pulses.length]).toEqual([1, 1])
})

test('the sound is a soft stretch of the chunk at the playhead, never beyond it', () => {
  context.frameState.playhead.chunk = 1
  giveFeedback(context.frameState.feedback, 'teleport', null)
  stepFeedback(context, frame)
  const { chunk, offset, duration, fadeIn, fadeOut, gain = 1 } = sounds[0]!
  expect({ chunk, offset }).toEqual({ chunk: 1, offset: 0.5 })
  expect(duration).toBeCloseTo(0.02, 6)
  expect(fadeIn + fadeOut).toBeCloseTo(duration, 6)
  expect(gain).toBeLessThan(0.2)
})

test('whatever stretch it is, it is 24 dB below the song; what is nearly silent stays so', () => {
  for (const rms of [0.5, 0.1, 0.03, 0.0001, 0]) {
    stretchRms = rms
    answer('teleport')
    clock += 10
  }
  const levels = sounds.map(({ gain = 1 }, i) => 20 * Math.log10(gain * [0.5, 0.1, 0.03, 0.0001][i]!))
  for (const level of levels.slice(0, 3)) expect(level).toBeCloseTo(-20 - 24, 6)
  expect(levels[3]).toBeCloseTo(-80, 6)
  expect(sounds).toHaveLength(4)
})

test('a ray that sweeps over boxes ticks a few times, one at a time', () => {
  for (let frames = 0; frames < 90; frames++) {
    answer('hover', frames % 3)
    clock += 1 / 90
  }
  expect(sounds.length).toBeGreaterThan(4)
  expect(sounds.length).toBeLessThan(12)
})

test('kinds do not wait for each other, and the clock of other voices does not silence them', () => {
  answer('ending')
  clock += 0.1
  answer('hover', 0)
  expect(sounds).toHaveLength(2)
  clock = 0.5
  context.services.voices = { ...(context.services.voices as VoicePool) }
  answer('hover', 0)
  answer('ending')
  expect(sounds).toHaveLength(3)
  clock += 0.1
  answer('ending')
  expect(sounds).toHaveLength(4)
})

test('it takes no voice from what sounds', () => {
  hasFreeVoice = false
  answer('throw', 2)
  expect(sounds).toEqual([])
})

test('a box sounds where it is, a hand where it is, and all else before the visitor', () => {
  const { boxes, pointer, viewer } = context.frameState
  boxes.position.set([1, 2, 3], 6)
  answer('hover', 2)
  clock += 1
  expect(places[0]).toEqual([1, 2, 3])
  Object.assign(pointer.active, { kind: 'controller', hand: 'right', origin: [0.3, 1, -0.4] })
  answer('panel', -1, right.source)
  clock += 1
  answer('panel', -1, left.source)
  clock += 1
  expect(places[1]).toEqual([0.3, 1, -0.4])
  const [x, y, z] = viewer.head.position
  expect(places[2]![1]).toBeCloseTo(y - 0.35, 6)
  expect(Math.hypot(places[2]![0] - x, places[2]![2] - z)).toBeCloseTo(0.35, 6)
})

test('what is taken sounds with its end, for its beginning is heard itself; an ending returns to the first chunk', () => {
  context.frameState.playhead.chunk = 2
  answer('take', 2)
  expect(sounds[0]!.offset + sounds[0]!.duration).toBeCloseTo(1.02, 6)
  clock += 1
  answer('ending')
  expect(sounds[1]).toMatchObject({ chunk: 0, offset: 0 })
})

test('on a flat screen nothing sounds', () => {
  giveFeedback(context.frameState.feedback, 'ending', null)
  stepFeedback(context, undefined)
  expect(sounds).toEqual([])
})

test('one switch turns the sounds off, not the pulses', () => {
  const hand = createHand('right')
  context.frameState.preferences = { ...context.frameState.preferences, touchSounds: false }
  giveFeedback(context.frameState.feedback, 'panel', hand.source)
  stepFeedback(context, frame)
  expect(sounds).toEqual([])
  expect(hand.pulses).toHaveLength(1)
})
