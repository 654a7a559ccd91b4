import { beforeEach, describe, expect, test } from 'vitest'
import { placeListener, placeVoices } from '../../../scenes/frame/place-voices.ts'
import { stepGrabbedBoxes } from '../../../scenes/frame/step-grabbed-boxes.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { grabBox } from '../../../scenes/state/grabbed-boxes.ts'
import { createSceneServices, type SceneServices } from '../../../scenes/state/scene-services.ts'
import { someChunks } from '../sample-chunks.ts'
import { connectFakeAudio, createActiveChunk } from './fake-audio.ts'

let context: { frameState: FrameState; services: SceneServices }

beforeEach(() => {
  context = { frameState: createFrameState(), services: createSceneServices() }
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
})

test('without a song nothing is placed', () => {
  placeVoices(context)
  placeListener(context)
})
