import { beforeEach, describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../audio/song/song.ts'
import { placeListener, placeVoices } from '../../../scenes/frame/place-voices.ts'
import { stepGrabbedBoxes } from '../../../scenes/frame/step-grabbed-boxes.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { grabBox } from '../../../scenes/state/grabbed-boxes.ts'
import { createSceneServices, type SceneServices } from '../../../scenes/state/scene-services.ts'
import { createUiStore } from '../../../src/session/create-ui-store.ts'
import { someChunks } from '../sample-chunks.ts'
import { connectFakeAudio, createActiveChunk } from './fake-audio.ts'

let context: { frameState: FrameState; services: SceneServices; store: ReturnType<typeof createUiStore> }

beforeEach(() => {
  context = { frameState: createFrameState(), services: createSceneServices(), store: createUiStore(defaultSettings) }
  setChunks(context.frameState, someChunks(40), 2)
})

describe('placeVoices', () => {
  test('moves each voice to its box, also to one that a hand has moved', () => {
    const audio = connectFakeAudio(context)
    const { boxes } = context.frameState
    const resting = createActiveChunk('song', 5)
    const grabbed = createActiveChunk('pick', 7)
    audio.activeChunks = [resting, grabbed]
    boxes.grabSlots.target.set([1, 2, 3], grabBox(boxes.grabSlots, 7, boxes.position) * 3)
    stepGrabbedBoxes(context.frameState, 1 / 60)
    placeVoices(context)
    expect(audio.voicePositions.get(grabbed.voice)).toEqual([1, 2, 3])
    expect(audio.voicePositions.get(resting.voice)).toEqual([...boxes.position.subarray(15, 18)])
  })
})

describe('placeListener', () => {
  test('sets the listener to the pose of the head', () => {
    const audio = connectFakeAudio(context)
    context.frameState.viewer.head = { position: [1, 1.7, -2], forward: [1, 0, 0], up: [0, 1, 0] }
    placeListener(context)
    expect(audio.listenerPose).toEqual([
      [1, 1.7, -2],
      [1, 0, 0],
      [0, 1, 0],
    ])
  })

  test('boxes sound in a hall on a page and in VR; a real room sounds by itself', () => {
    const audio = connectFakeAudio(context)
    for (const [xrMode, space, hasRoom] of [
      [null, 'hall', true],
      ['ar', 'hall', false],
      ['vr', 'hall', true],
      ['vr', 'dry', false],
    ] as const) {
      context.store.setState({ xrMode })
      context.frameState.preferences = { ...context.frameState.preferences, space }
      placeListener(context)
      expect(audio.hasRoom).toBe(hasRoom)
    }
  })

  test('loudspeakers around a visitor in a headset stay where they are while the head turns', () => {
    const audio = connectFakeAudio(context)
    audio.isRing = true
    const { viewer } = context.frameState
    viewer.head = { position: [1, 1.7, -2], forward: [1, 0, 0], up: [0, 1, 0] }
    viewer.rig.yaw = 0
    placeListener(context)
    expect(audio.listenerPose[1]).toEqual([1, 0, 0])
    context.store.setState({ xrMode: 'vr' })
    placeListener(context)
    expect(audio.listenerPose).toEqual([
      [1, 1.7, -2],
      [-0, 0, -1],
      [0, 1, 0],
    ])
  })

  test('a far song is made up for, one on a table less', () => {
    const audio = connectFakeAudio(context)
    const { viewer } = context.frameState
    viewer.head.position = [40, 1.7, 40]
    placeListener(context)
    const far = audio.makeUp
    expect(far).toBeGreaterThan(8)
    context.frameState.placement.scale = 0.1
    placeListener(context)
    expect(audio.makeUp).toBeLessThan(1.6)
  })
})

test('without a song nothing is placed', () => {
  placeVoices(context)
  placeListener(context)
})
