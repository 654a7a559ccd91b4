import { beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Playback } from '../../../audio/playback/playback.ts'
import type { VoicePool } from '../../../audio/playback/voice-pool.ts'
import { GREETING_GAIN, stepArrival } from '../../../scenes/frame/step-arrival.ts'
import { beginArrival } from '../../../scenes/state/arrival.ts'
import { giveFeedback } from '../../../scenes/state/feedback.ts'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import type { SceneContext, UiState } from '../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import { chunksOf } from '../sample-chunks.ts'

let context: SceneContext
let clock = 0
let picked: { chunk: number; gain: number | undefined; when: number }[] = []
const stopPicked = vi.fn()
const STEP_S = 0.02

beforeEach(() => {
  const frameState = createFrameState()
  setChunks(frameState, chunksOf(new Array(40).fill(0.5)), 2)
  const services = createSceneServices()
  const store = createStore<UiState>()(() => ({ mode: 'roam', xrMode: 'vr' }) as UiState)
  context = { frameState, services, store } as unknown as SceneContext
  clock = 10
  picked = []
  stopPicked.mockClear()
  services.voices = { now: () => clock, soonest: () => clock + 0.02 } as VoicePool
  services.playback = {
    pick: (chunk: number, gain: number | undefined, when = 0) => picked.push({ chunk, gain, when }),
    stopPicked,
  } as unknown as Playback
  beginArrival(frameState.arrival, 'vr')
})
const run = (seconds: number) => {
  for (let time = 0; time < seconds; time += STEP_S) {
    stepArrival(context, STEP_S)
    context.frameState.feedback.count = 0
    clock += STEP_S
  }
}

test('the beginning of the song sounds softly, without gaps, and ends after some seconds', () => {
  run(20)
  expect(picked.map(({ chunk }) => chunk)).toEqual(Array.from({ length: 17 }, (_, i) => i))
  expect(new Set(picked.map(({ gain }) => gain))).toEqual(new Set([GREETING_GAIN]))
  for (let i = 1; i < picked.length; i++) expect(picked[i]!.when - picked[i - 1]!.when).toBeCloseTo(0.5, 6)
  expect(picked[0]!.when).toBeLessThan(10.1)
})

test('it ends when the visitor plays, hears a box or calls the panel', () => {
  run(1)
  giveFeedback(context.frameState.feedback, 'turn', null)
  run(1)
  const before = picked.length
  expect(before).toBeGreaterThan(3)
  giveFeedback(context.frameState.feedback, 'panel', null)
  run(2)
  expect(picked).toHaveLength(before)
  expect(stopPicked).toHaveBeenCalledOnce()
  beginArrival(context.frameState.arrival, 'vr')
  context.frameState.playhead.playing = true
  run(2)
  expect(picked).toHaveLength(before)
})

test('each hint goes once it is done', () => {
  const { arrival, feedback } = context.frameState
  run(0.1)
  expect(arrival.hints).toEqual({ hear: true, take: true, go: true })
  giveFeedback(feedback, 'play', null)
  run(0.1)
  expect(arrival.hints).toEqual({ hear: false, take: true, go: true })
  giveFeedback(feedback, 'take', null)
  giveFeedback(feedback, 'teleport', null)
  run(0.1)
  expect(arrival.hints).toEqual({ hear: false, take: false, go: false })
})

test('on a page without a headset nothing sounds', () => {
  context.store.setState({ xrMode: null })
  run(2)
  expect(picked).toEqual([])
})
