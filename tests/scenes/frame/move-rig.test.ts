import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { moveRig } from '../../../scenes/frame/move-rig.ts'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import type { SceneContext, UiActions, UiState } from '../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import { someChunks } from '../sample-chunks.ts'

const FRAME_S = 1 / 60
const stepOnChunk = vi.fn()
const leavePath = vi.fn()

function createContext(state: Partial<UiState>): SceneContext {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(60), 2)
  const store = createStore<UiState>()(() => ({ mode: 'roam', view: 'inside', xrMode: null, ...state }) as UiState)
  return {
    frameState,
    store,
    services: createSceneServices(),
    actions: { stepOnChunk, leavePath } as unknown as UiActions,
  }
}

function standOnChunk({ frameState: { viewer, path } }: SceneContext, chunk: number) {
  viewer.feet = [path.floorPath.center[chunk * 3]!, path.floorPath.center[chunk * 3 + 2]!]
}

beforeEach(() => {
  stepOnChunk.mockClear()
  leavePath.mockClear()
})

describe('walk', () => {
  test('plays each chunk once when the visitor steps on it, and again after coming back', () => {
    const context = createContext({ mode: 'walk' })
    for (const chunk of [3, 3, 3, 4, 4, 3]) {
      standOnChunk(context, chunk)
      moveRig(context, FRAME_S)
    }
    expect(stepOnChunk.mock.calls.map(([chunk]) => chunk)).toEqual([3, 4, 3])
  })

  test('plays nothing beside the path', () => {
    const context = createContext({ mode: 'walk' })
    context.frameState.viewer.feet = [30, 30]
    moveRig(context, FRAME_S)
    expect(stepOnChunk).not.toHaveBeenCalled()
  })

  test('plays nothing in the orbit view, but does in a headset', () => {
    const flat = createContext({ mode: 'walk', view: 'orbit' })
    standOnChunk(flat, 3)
    moveRig(flat, FRAME_S)
    expect(stepOnChunk).not.toHaveBeenCalled()
    const headset = createContext({ mode: 'walk', view: 'orbit', xrMode: 'vr' })
    standOnChunk(headset, 5)
    moveRig(headset, FRAME_S)
    expect(stepOnChunk.mock.calls.map(([chunk]) => chunk)).toEqual([5])
  })
})

test('roam plays nothing underfoot, and keys move the visitor', () => {
  const context = createContext({ mode: 'roam' })
  const { viewer } = context.frameState
  standOnChunk(context, 3)
  viewer.stick.forward = 1
  moveRig(context, 0.5)
  expect(stepOnChunk).not.toHaveBeenCalled()
  expect(viewer.rig.z).toBeCloseTo(-0.8, 9)
})

test('ride moves the visitor only while the song plays', () => {
  const context = createContext({ mode: 'ride' })
  const { viewer, playhead } = context.frameState
  playhead.time = 10
  playhead.playing = false
  moveRig(context, 0.1)
  expect(viewer.rig).toMatchObject({ x: 0, z: 0 })
  playhead.playing = true
  for (let frame = 0; frame < 30; frame++) moveRig(context, FRAME_S)
  expect(Math.hypot(viewer.rig.x, viewer.rig.z)).toBeGreaterThan(0.05)
})
