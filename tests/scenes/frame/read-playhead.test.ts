import { beforeEach, describe, expect, test } from 'vitest'
import type { Playback, ScheduledChunk } from '../../../audio/playback/playback.ts'
import type { Voice, VoicePool } from '../../../audio/playback/voice-pool.ts'
import {
  easeChunkAppearance,
  placeListener,
  placeVoices,
  readPlayhead,
  stepGrabbedBoxes,
} from '../../../scenes/frame/step-boxes.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { grabBox } from '../../../scenes/state/grabbed-boxes.ts'
import { createSceneServices, type SceneServices } from '../../../scenes/state/scene-services.ts'
import { someChunks } from '../sample-chunks.ts'

const COUNT = 40
const FRAME = 1 / 60
let frameState: FrameState
let services: SceneServices
let scene: { frameState: FrameState; services: SceneServices }

const run = (seconds: number, step: (dt: number) => void) => {
  for (let t = 0; t < seconds; t += FRAME) step(FRAME)
}
const place = (i: number, from = frameState.boxes.position) => from.subarray(i * 3, i * 3 + 3)

const hold = (chunk: number, at: number[]) => {
  const slot = grabBox(frameState.boxes.grabSlots, chunk, frameState.boxes.position)
  frameState.boxes.grabSlots.target.set(at, slot * 3)
}

beforeEach(() => {
  frameState = createFrameState()
  services = createSceneServices()
  scene = { frameState, services }
  setChunks(frameState, someChunks(COUNT), 2)
})

type Fake = { time: number; turns: ScheduledChunk[]; moved: Map<Voice, number[]>; ear: number[][] }

/** Sound that does nothing but remember. */
function listen(): Fake {
  const fake: Fake = { time: 0, turns: [], moved: new Map(), ear: [] }
  services.playback = {
    time: () => fake.time,
    chunk: () => frameState.boxes.chunks.findIndex((chunk) => fake.time < chunk.end),
    forEachActiveChunk: (visit, context) => {
      for (const active of fake.turns) visit(active, context)
    },
  } as Partial<Playback> as Playback
  services.voices = {
    level: () => 0.5,
    moveVoice: (voice, to) => fake.moved.set(voice, [...to]),
    setHearingScale: () => {},
    moveListener: (...pose) => fake.ear.push(...pose.map((part) => [...part])),
  } as Partial<VoicePool> as VoicePool
  return fake
}
const turn = (bus: 'song' | 'pick', chunk: number): ScheduledChunk => ({
  bus,
  chunk,
  voice: {} as Voice,
  from: 0,
  until: 1,
})

describe('what sounds', () => {
  test('is the chunk at the playhead and every picked one, not a neighbor that only overlaps', () => {
    const fake = listen()
    fake.time = (frameState.boxes.chunks[5]?.start ?? 0) + 0.001
    fake.turns = [turn('song', 4), turn('song', 5), turn('pick', 20)]
    readPlayhead(scene)
    expect(frameState.playhead.time).toBe(fake.time)
    expect(frameState.playhead.chunk).toBe(5)
    expect([...frameState.boxes.sounding.keys()].filter((i) => frameState.boxes.sounding[i])).toEqual([5, 20])
    fake.turns = []
    readPlayhead(scene)
    expect(frameState.boxes.sounding.some(Boolean)).toBe(false)
  })

  test('lights up within 50 ms, is dark within a second, and the level is smoothed', () => {
    const fake = listen()
    fake.turns = [turn('pick', 3)]
    readPlayhead(scene)
    run(0.05, (dt) => easeChunkAppearance(frameState, dt))
    expect(frameState.boxes.glow[3]).toBeGreaterThan(0.8)
    expect(frameState.boxes.glow[4]).toBe(0)
    fake.turns = []
    readPlayhead(scene)
    run(1, (dt) => easeChunkAppearance(frameState, dt))
    expect(frameState.boxes.glow[3]).toBeLessThan(0.05)
    expect(frameState.playhead.level).toBeGreaterThan(0.1)
    expect(frameState.playhead.level).toBeLessThan(0.5)
  })

  test('what the song has passed becomes heard, what lies ahead becomes unheard again', () => {
    const fake = listen()
    fake.time = (frameState.boxes.chunks[10]?.start ?? 0) + 0.001
    readPlayhead(scene)
    run(3, (dt) => easeChunkAppearance(frameState, dt))
    expect(frameState.boxes.played[9]).toBeGreaterThan(0.95)
    expect(frameState.boxes.played[10]).toBe(0)
    fake.time = 0
    readPlayhead(scene)
    run(3, (dt) => easeChunkAppearance(frameState, dt))
    expect(frameState.boxes.played[9]).toBeLessThan(0.05)
  })

  test('at the end the last chunk is heard as well', () => {
    const fake = listen()
    fake.time = frameState.boxes.chunks.at(-1)?.end as number
    services.playback = { ...(services.playback as Playback), chunk: () => COUNT - 1 }
    readPlayhead(scene)
    run(3, (dt) => easeChunkAppearance(frameState, dt))
    expect(frameState.boxes.played[COUNT - 1]).toBeGreaterThan(0.95)
  })

  test('hangs at its box, also while a hand moves it', () => {
    const fake = listen()
    fake.turns = [turn('song', 5), turn('pick', 7)]
    hold(7, [1, 2, 3])
    stepGrabbedBoxes(frameState, FRAME)
    placeVoices(scene)
    expect(fake.moved.get(fake.turns[1]?.voice as Voice)).toEqual([1, 2, 3])
    expect(fake.moved.get(fake.turns[0]?.voice as Voice)).toEqual([...place(5)])
  })

  test('the ear is the viewer pose', () => {
    const fake = listen()
    frameState.viewer.head = { position: [1, 1.7, -2], forward: [1, 0, 0], up: [0, 1, 0] }
    placeListener(scene)
    expect(fake.ear).toEqual([
      [1, 1.7, -2],
      [1, 0, 0],
      [0, 1, 0],
    ])
  })

  test('without a song nothing sounds and nothing breaks', () => {
    readPlayhead(scene)
    placeVoices(scene)
    placeListener(scene)
    expect(frameState.boxes.sounding.some(Boolean)).toBe(false)
  })
})
