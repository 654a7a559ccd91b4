import { Quaternion, Vector3, type WebXRManager } from 'three'
import { afterEach, beforeEach, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { stepGrabbedBoxes } from '../../../scenes/frame/step-grabbed-boxes.ts'
import { JOINT_COUNT, PALM_JOINT } from '../../../scenes/geometry/fist.ts'
import { createPointerRay } from '../../../scenes/input/pointer-ray.ts'
import { XRInput } from '../../../scenes/input/xr-input.ts'
import { XRLocomotion } from '../../../scenes/locomotion/xr-locomotion.ts'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { grabBox, listGrabbedChunks, releaseBox } from '../../../scenes/state/grabbed-boxes.ts'
import type { UiActions, UiState } from '../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import { chunksOf } from '../sample-chunks.ts'

const FRAME_MS = 20

export type TestHand = {
  source: XRInputSource
  position: Vector3
  orientation: Quaternion
  /** Strengths of its haptic pulses. */
  pulses: number[]
  /** Openness of a tracked hand: 2 is flat, 0.5 a fist. */
  openness: number
  /** Its pose is told. */
  isTracked: boolean
  axes: number[]
  buttons: { pressed: boolean }[]
}

export function createHand(
  handedness: XRHandedness,
  tracked = false,
  targetRayMode: XRTargetRayMode = 'tracked-pointer',
): TestHand {
  const pulses: number[] = []
  const axes = [0, 0, 0, 0]
  const buttons = [{ pressed: false }, { pressed: false }]
  const gamepad = { axes, buttons, hapticActuators: [{ pulse: async (n: number) => pulses.push(n) }] }
  const source = {
    handedness,
    targetRayMode,
    targetRaySpace: {},
    ...(tracked ? { hand: new Map() } : targetRayMode === 'tracked-pointer' ? { gamepad } : {}),
  } as unknown as XRInputSource
  const [position, orientation] = [new Vector3(0, 1.2, -0.3), new Quaternion()]
  return { source, position, orientation, pulses, openness: 2, isTracked: true, axes, buttons }
}

/** A session with hands, frame by frame, before a row of 20 boxes a meter apart; box i is at [i, 1.3, -2]. */
export function createXRInputRoom() {
  const frameState = createFrameState()
  setChunks(frameState, chunksOf(new Array(20).fill(0.5)), 2)
  const { boxes } = frameState
  for (let i = 0; i < 20; i++) boxes.home.set([i, 1.3, -2], i * 3)
  stepGrabbedBoxes(frameState, FRAME_MS / 1000)
  const pickChunk = vi.fn()
  const actions = {
    pickChunk,
    grabChunk: (chunk: number) => grabBox(boxes.grabSlots, chunk, boxes.position),
    releaseChunk: (chunk: number) => releaseBox(boxes.grabSlots, chunk),
  } as unknown as UiActions
  const store = createStore<UiState>()(() => ({ mode: 'roam', xrMode: 'vr' }) as UiState)
  const locomotion = new XRLocomotion({ frameState, store, services: createSceneServices(), actions })
  const input = new XRInput(frameState, actions, locomotion, createPointerRay('gaze', 'none'))
  const session = Object.assign(new EventTarget(), { visibilityState: 'visible' as XRVisibilityState })
  const detachLocomotion = locomotion.attach(session as unknown as XRSession)
  const detachInput = input.attach(session as unknown as XRSession)
  const detach = () => {
    detachLocomotion()
    detachInput()
  }
  let hands: TestHand[] = []

  const frame = () => ({
    session: { inputSources: hands.map(({ source }) => source), visibilityState: session.visibilityState },
    getPose: (space: XRSpace) => {
      const hand = hands.find(({ source }) => source.targetRaySpace === space)
      return hand?.isTracked && { transform: { position: hand.position, orientation: hand.orientation } }
    },
    fillPoses: (_: unknown, __: XRSpace, poses: Float32Array) => {
      const hand = hands.find(({ source }) => source.hand) as TestHand
      if (!hand.isTracked) return false
      for (let joint = 0; joint < JOINT_COUNT; joint++) poses.set(hand.position.toArray(), joint * 16 + 12)
      // The knuckles are 10 cm from the wrist, the fingertips `openness` times as far.
      for (const knuckle of [6, 11, 16, 21]) poses[knuckle * 16 + 12] = hand.position.x + 0.1
      for (const tip of [9, 14, 19, 24]) poses[tip * 16 + 12] = hand.position.x + 0.1 * hand.openness
      poses.set(hand.position.toArray(), PALM_JOINT * 16 + 12)
      return true
    },
  })
  /** Frames of 20 ms; `move` moves the hands before each. */
  const runFrames = (count: number, move: () => void = () => {}) => {
    for (let k = 0; k < count; k++) {
      vi.advanceTimersByTime(FRAME_MS)
      move()
      const manager = { getReferenceSpace: () => ({}) } as unknown as WebXRManager
      locomotion.update(FRAME_MS / 1000)
      input.update(frame() as unknown as XRFrame, manager)
      stepGrabbedBoxes(frameState, FRAME_MS / 1000)
    }
  }
  const send = (type: 'selectstart' | 'squeezestart' | 'squeezeend' | 'selectend', { source }: TestHand) =>
    session.dispatchEvent(Object.assign(new Event(type), { inputSource: source }))
  const setVisibility = (state: XRVisibilityState) => {
    session.visibilityState = state
    session.dispatchEvent(new Event('visibilitychange'))
  }
  return {
    frameState,
    input,
    store,
    pickChunk,
    detach,
    runFrames,
    send,
    /** Adds hands, and lets one frame see them. */
    connect: (...added: TestHand[]) => {
      hands.push(...added)
      runFrames(1)
    },
    disconnect: (hand: TestHand) => {
      hands = hands.filter((one) => one !== hand)
      session.dispatchEvent(Object.assign(new Event('inputsourceschange'), { added: [], removed: [hand.source] }))
    },
    session,
    setVisibility,
    /** The action ends; the next frame lets go. */
    release: (hand: TestHand, action: 'select' | 'squeeze' = 'squeeze') => {
      send(`${action}end`, hand)
      runFrames(1)
    },
    /** Points at a box half a meter away, and squeezes. */
    grab: (hand: TestHand, chunk: number) => {
      input.hoverSource(hand.source, chunk, 0.5)
      send('squeezestart', hand)
    },
    listGrabbed: () => listGrabbedChunks(boxes.grabSlots),
    locate: (chunk: number) => [...boxes.position.subarray(chunk * 3, chunk * 3 + 3)],
  }
}

/** A new room for each test, with a clock of its own; boxes stay as far away as they were taken. */
export function setUpRoom(): ReturnType<typeof createXRInputRoom> {
  const room = {} as ReturnType<typeof createXRInputRoom>
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] })
    Object.assign(room, createXRInputRoom())
    room.frameState.preferences = { ...room.frameState.preferences, fetching: false }
  })
  afterEach(() => vi.useRealTimers())
  return room
}
