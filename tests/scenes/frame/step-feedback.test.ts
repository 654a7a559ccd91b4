import { beforeEach, expect, test } from 'vitest'
import type { Segment } from '../../../audio/playback/chunk-segments.ts'
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
let clock = 100

beforeEach(() => {
  const frameState = createFrameState()
  setChunks(frameState, chunksOf([0.5, 0.02, 0.5]), 2)
  const services = createSceneServices()
  context = { frameState, services } as unknown as SceneContext
  clock += 100
  sounds = []
  services.voices = {
    now: () => clock,
    soonest: () => clock,
    start: (_bus: unknown, segment: Segment) => sounds.push({ ...segment }),
  } as unknown as VoicePool
})
const left = createHand('left')
const right = createHand('right')
const frame = { session: { inputSources: [left.source, right.source] } } as unknown as XRFrame

test.each<[FeedbackKind, boolean]>([
  ['play', false],
  ['take', false],
  ['panel', true],
  ['teleport', true],
  ['turn', true],
  ['edge', true],
])('%s is felt in the hand, and heard: %s', (kind, isHeard) => {
  const hand = createHand('right')
  giveFeedback(context.frameState.feedback, kind, hand.source)
  stepFeedback(context, frame)
  expect(hand.pulses).toHaveLength(1)
  expect(sounds).toHaveLength(isHeard ? 1 : 0)
  stepFeedback(context, frame)
  expect(hand.pulses).toHaveLength(1)
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

test('one switch turns the sounds off, not the pulses', () => {
  const hand = createHand('right')
  context.frameState.preferences = { ...context.frameState.preferences, touchSounds: false }
  giveFeedback(context.frameState.feedback, 'panel', hand.source)
  stepFeedback(context, frame)
  expect(sounds).toEqual([])
  expect(hand.pulses).toHaveLength(1)
})
