import { describe, expect, test } from 'vitest'
import type { Playback, ScheduledChunk } from '../../../audio/playback/playback.ts'
import { defaultSettings } from '../../../audio/song/song.ts'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { defaultPreferences } from '../../../scenes/state/preferences.ts'
import type { UiActions } from '../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import { createUiStore } from '../../../src/session/create-ui-store.ts'
import { createDebugApi } from '../../../src/session/debug-api.ts'
import { someChunks } from '../../scenes/sample-chunks.ts'

function inspected() {
  const frameState = createFrameState()
  const store = createUiStore(defaultSettings)
  const services = createSceneServices()
  return { frameState, services, store, ...createDebugApi({ frameState, services, store, actions: {} as UiActions }) }
}
const turn = (bus: 'song' | 'pick', chunk: number, [x, y, z]: number[]) =>
  ({
    bus,
    chunk,
    voice: { panner: { positionX: { value: x }, positionY: { value: y }, positionZ: { value: z } } },
  }) as unknown as ScheduledChunk

describe('snapshot', () => {
  test('has all fields before a song is open', () => {
    expect(inspected().snapshot()).toEqual({
      phase: 'empty',
      stage: null,
      progress: 0,
      error: null,
      title: '',
      chunks: 0,
      playing: false,
      time: 0,
      mode: 'roam',
      sounding: [],
      voices: [],
      ear: { position: [0, 1.6, 0], forward: [0, 0, -1] },
      held: null,
      holding: [],
      pointer: null,
      label: null,
      landing: null,
      darkness: 0,
      vignette: 0,
      caption: null,
      session: null,
      settings: { ...defaultSettings, ...defaultPreferences },
      placement: { position: [0, 0, 0], yaw: 0, scale: 1, size: 'room', anchored: false },
      light: null,
      selected: null,
      hovered: null,
      drawer: null,
      trustShown: false,
      quality: null,
      frame: { count: 0, drawCalls: 0, triangles: 0, scriptMs: 0, qualityStep: 0 },
    })
  })

  test('lists the sounding chunks once each, and the positions of all voices', () => {
    const { services, store, snapshot } = inspected()
    const chunks = someChunks(30)
    store.setState({ outline: chunks, playing: true, grabbedChunk: 9, title: 'A song' })
    services.playback = {
      time: () => 12.5,
      chunk: () => 8,
      forEachActiveChunk: (visit, context) => {
        const turns = [turn('song', 7, [0, 0, 0]), turn('song', 8, [1, 2, 3]), turn('pick', 9, [4, 5, 6])]
        for (const one of [...turns, turn('pick', 9, [4, 5, 6])]) visit(one, context)
      },
    } as Partial<Playback> as Playback
    const now = snapshot()
    expect(now).toMatchObject({ chunks: 30, playing: true, held: 9, title: 'A song', time: 12.5, sounding: [8, 9] })
    expect(now.voices).toContainEqual({ chunk: 8, position: [1, 2, 3] })
    expect(now.voices).toContainEqual({ chunk: 9, position: [4, 5, 6] })
  })

  test('is a copy of plain data: it survives JSON and does not change later', () => {
    const { frameState, snapshot } = inspected()
    const now = snapshot()
    const text = JSON.stringify(now)
    expect(JSON.parse(text)).toEqual(now)
    frameState.viewer.head.position[0] = 5
    frameState.viewer.head.forward[0] = 5
    frameState.stats.count = 5
    expect(JSON.stringify(now)).toBe(text)
    expect(snapshot().ear.position[0]).toBe(5)
  })
})

describe('locate', () => {
  test('returns a chunk’s positions in cloud, path and map, and its time', () => {
    const { frameState, locate } = inspected()
    setChunks(frameState, someChunks(30), 2)
    frameState.boxes.position.set([1, 2, 3], 3 * 12)
    expect(locate(12)).toEqual({
      cloud: [1, 2, 3],
      path: Array.from(frameState.path.floorPath.center.subarray(36, 39)),
      map: null,
      time: [frameState.boxes.chunks[12]?.start, frameState.boxes.chunks[12]?.end],
    })
    frameState.boxes.mapSnapshots.push(
      new Float32Array(60),
      Float32Array.from({ length: 60 }, (_, j) => j),
    )
    expect(locate(12).map).toEqual([24, 25])
  })

  test.each([-1, 30, 1.5, Number.NaN])('throws for chunk %d, which does not exist', (chunk) => {
    const { frameState, locate } = inspected()
    setChunks(frameState, someChunks(30), 2)
    expect(() => locate(chunk)).toThrow(RangeError)
  })
})
