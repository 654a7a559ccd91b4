import { beforeEach, describe, expect, test } from 'vitest'
import { readPlayhead } from '../../../scenes/frame/read-playhead.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { createSceneServices, type SceneServices } from '../../../scenes/state/scene-services.ts'
import { someChunks } from '../sample-chunks.ts'
import { connectFakeAudio, createActiveChunk, type FakeAudio } from './fake-audio.ts'

let context: { frameState: FrameState; services: SceneServices }
let audio: FakeAudio

beforeEach(() => {
  context = { frameState: createFrameState(), services: createSceneServices() }
  setChunks(context.frameState, someChunks(40), 2)
  audio = connectFakeAudio(context)
})

describe('readPlayhead', () => {
  test('marks the chunk at the playhead and every picked chunk, not a neighbor that only overlaps', () => {
    const { boxes, playhead } = context.frameState
    audio.time = boxes.boundaries[5]! + 0.001
    audio.activeChunks = [createActiveChunk('song', 4), createActiveChunk('song', 5), createActiveChunk('pick', 20)]
    readPlayhead(context)
    expect(playhead).toMatchObject({ time: audio.time, chunk: 5 })
    expect([...boxes.sounding.keys()].filter((chunk) => boxes.sounding[chunk])).toEqual([5, 20])
    audio.activeChunks = []
    readPlayhead(context)
    expect(boxes.sounding.some(Boolean)).toBe(false)
  })

  test('smooths the level', () => {
    const { playhead } = context.frameState
    readPlayhead(context)
    readPlayhead(context)
    expect(playhead.level).toBeGreaterThan(0.1)
    expect(playhead.level).toBeLessThan(0.5)
  })

  test('marks nothing without a song', () => {
    context.services = createSceneServices()
    readPlayhead(context)
    expect(context.frameState.boxes.sounding.some(Boolean)).toBe(false)
    expect(context.frameState.playhead.playing).toBe(false)
  })
})
