import { PerspectiveCamera } from 'three'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { moveRig, readListenerPose, updateCameraRig } from '../../../scenes/frame/step-viewer.ts'
import { createCameraRig } from '../../../scenes/locomotion/camera-rig.ts'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import type { SceneContext, UiActions, UiState } from '../../../scenes/state/ui-store.ts'
import { someChunks } from '../sample-chunks.ts'

const stepOn = vi.fn()

function roomIn(state: Partial<UiState>) {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(60), 2)
  const store = createStore<UiState>()(() => ({ mode: 'roam', view: 'inside', xrMode: null, ...state }) as UiState)
  const services = createSceneServices()
  const room: SceneContext = { frameState, store, services, actions: { stepOnChunk: stepOn } as unknown as UiActions }
  return { room, frameState }
}

/** Puts the head over the middle of a chunk's box on the path. */
function standOn({ frameState }: SceneContext, chunk: number) {
  frameState.viewer.head.position = [
    frameState.path.floorPath.center[chunk * 3]!,
    1.6,
    frameState.path.floorPath.center[chunk * 3 + 2]!,
  ]
}

beforeEach(() => {
  stepOn.mockClear()
  // The feet are lifted: what was underfoot in the test before is forgotten.
  moveRig(roomIn({ mode: 'roam' }).room, 0)
})

describe('walk', () => {
  test('sounds each chunk once as the feet come onto it, and again on coming back', () => {
    const { room } = roomIn({ mode: 'walk' })
    for (const chunk of [3, 3, 3, 4, 4, 3]) {
      standOn(room, chunk)
      moveRig(room, 1 / 60)
    }
    expect(stepOn.mock.calls).toEqual([[3], [4], [3]])
  })

  test('beside the path nothing sounds', () => {
    const { room, frameState } = roomIn({ mode: 'walk' })
    frameState.viewer.head.position = [30, 1.6, 30]
    moveRig(room, 1 / 60)
    expect(stepOn).not.toHaveBeenCalled()
  })

  test('seen from outside nobody walks, in the headset one does', () => {
    const outside = roomIn({ mode: 'walk', view: 'orbit' }).room
    standOn(outside, 3)
    moveRig(outside, 1 / 60)
    expect(stepOn).not.toHaveBeenCalled()
    const headset = roomIn({ mode: 'walk', view: 'orbit', xrMode: 'vr' }).room
    standOn(headset, 5)
    moveRig(headset, 1 / 60)
    expect(stepOn.mock.calls).toEqual([[5]])
  })
})

test('in roam the feet are silent, and keys still walk', () => {
  const { room, frameState } = roomIn({ mode: 'roam' })
  standOn(room, 3)
  frameState.viewer.stick.forward = 1
  moveRig(room, 0.5)
  expect(stepOn).not.toHaveBeenCalled()
  expect(frameState.viewer.rig.z).toBeCloseTo(-0.8, 9)
})

test('ride carries only while the song plays', () => {
  const { room, frameState } = roomIn({ mode: 'ride' })
  frameState.playhead.time = 10
  frameState.playhead.playing = false
  moveRig(room, 0.1)
  expect(frameState.viewer.rig).toMatchObject({ x: 0, z: 0 })
  frameState.playhead.playing = true
  for (let frame = 0; frame < 30; frame++) moveRig(room, 1 / 60)
  expect(Math.hypot(frameState.viewer.rig.x, frameState.viewer.rig.z)).toBeGreaterThan(0.05)
})

describe('on a flat screen', () => {
  const state = (camera: PerspectiveCamera) =>
    ({ camera, gl: { xr: { getReferenceSpace: () => null } } }) as unknown as Parameters<typeof readListenerPose>[1]

  test('the eyes arrive gently where the visitor stands, and the ear with them', () => {
    const { room, frameState } = roomIn({ view: 'inside' })
    Object.assign(frameState.viewer.rig, { x: 2, z: -1, yaw: Math.PI / 2 })
    const seat = createCameraRig()
    const camera = new PerspectiveCamera()
    seat.transition.from.set(-4, 4, 7)
    seat.transition.progress = 0
    let before = seat.transition.from.clone()
    for (let frame = 0; frame < 100; frame++) {
      updateCameraRig(room, seat, camera, 1 / 60, undefined)
      expect(camera.position.distanceTo(before)).toBeLessThan(0.2)
      before = camera.position.clone()
    }
    readListenerPose(frameState, state(camera), undefined)
    expect(frameState.viewer.head.position).toEqual([2, 1.6, -1])
    // A quarter turn to the left: ahead is -x.
    for (const [axis, value] of [-1, 0, 0].entries()) expect(frameState.viewer.head.forward[axis]).toBeCloseTo(value, 9)
    for (const [axis, value] of [0, 1, 0].entries()) expect(frameState.viewer.head.up[axis]).toBeCloseTo(value, 9)
  })

  test('with reduced motion they are there at once', () => {
    const { room, frameState } = roomIn({ view: 'inside' })
    frameState.viewer.reducedMotion = true
    const seat = createCameraRig()
    const camera = new PerspectiveCamera()
    seat.transition.from.set(-4, 4, 7)
    seat.transition.progress = 0
    updateCameraRig(room, seat, camera, 1 / 60, undefined)
    expect(camera.position.toArray()).toEqual([0, 1.6, 0])
  })
})
