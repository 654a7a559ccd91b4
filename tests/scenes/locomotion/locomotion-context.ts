import { Quaternion, Vector3 } from 'three'
import { vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { XRLocomotion } from '../../../scenes/locomotion/xr-locomotion.ts'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import type { Preferences } from '../../../scenes/state/preferences.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import type { UiActions, UiState } from '../../../scenes/state/ui-store.ts'
import { someChunks } from '../sample-chunks.ts'

export const FRAME_S = 1 / 72
const UP = new Vector3(0, 1, 0)
/** Half down to the floor ahead. */
const POINTING_DOWN = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -0.6)
export const LEVEL_ROTATION = new Quaternion()

type PosedInput = { source: XRInputSource; position?: Vector3; rotation?: Quaternion }

/** A controller whose stick and lower button are pushed by the test. */
export function createController(handedness: XRHandedness) {
  const axes = [0, 0, 0, 0]
  const lower = { pressed: false }
  const none = { pressed: false }
  const gamepad = { axes, buttons: [none, none, none, none, lower, none] }
  const source = { handedness, gamepad, targetRayMode: 'tracked-pointer' } as unknown as XRInputSource
  const push = (x: number, y: number) => axes.splice(2, 2, x, y)
  return { source, lower, push }
}

export const createTrackedHand = (handedness: XRHandedness): XRInputSource =>
  ({ handedness, targetRayMode: 'tracked-pointer' }) as unknown as XRInputSource

/** A room to get about in, frame by frame. */
export function createLocomotionContext() {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(50), 2)
  const store = createStore<UiState>()(() => ({ mode: 'roam', xrMode: 'vr' }) as UiState)
  const setMode = vi.fn()
  const locomotion = new XRLocomotion({
    frameState,
    store,
    services: createSceneServices(),
    actions: { setMode } as unknown as UiActions,
  })
  const session = new EventTarget()
  locomotion.attach(session as XRSession)
  return {
    frameState,
    store,
    setMode,
    locomotion,
    setPreferences: (change: Partial<Preferences>) => {
      frameState.preferences = { ...frameState.preferences, ...change }
    },
    select: (type: 'selectstart' | 'selectend', inputSource: XRInputSource) =>
      session.dispatchEvent(Object.assign(new Event(type), { inputSource })),
    /** Frames: what is asked for is done at the beginning of the next one. Head and hands go with the visitor. */
    run: (seconds: number, ...hands: PosedInput[]) => {
      for (let t = 0; t < seconds; t += FRAME_S) {
        const { x, y, z, yaw } = frameState.viewer.rig
        locomotion.update(FRAME_S)
        const look = new Vector3(...frameState.viewer.head.forward).applyAxisAngle(UP, frameState.viewer.rig.yaw - yaw)
        frameState.viewer.head.forward = [look.x, look.y, look.z]
        frameState.viewer.head.position[0] += frameState.viewer.rig.x - x
        frameState.viewer.head.position[1] += frameState.viewer.rig.y - y
        frameState.viewer.head.position[2] += frameState.viewer.rig.z - z
        const feet = new Vector3(frameState.viewer.rig.x, frameState.viewer.rig.y, frameState.viewer.rig.z)
        for (const { source, position: at = new Vector3(0.2, 1.2, -0.3), rotation: turn = POINTING_DOWN } of hands)
          locomotion.readSource(source, at.clone().applyAxisAngle(UP, frameState.viewer.rig.yaw).add(feet), turn)
      }
    },
  }
}
