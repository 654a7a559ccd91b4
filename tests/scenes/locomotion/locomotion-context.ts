import { Quaternion, Vector3 } from 'three'
import { vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { XRLocomotion } from '../../../scenes/locomotion/xr-locomotion.ts'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import type { Preferences } from '../../../scenes/state/preferences.ts'
import type { UiActions, UiState } from '../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import { someChunks } from '../sample-chunks.ts'

export const FRAME_S = 1 / 72
const UP = new Vector3(0, 1, 0)
/** Pitch of a controller that points at the floor ahead. */
const POINTING_DOWN = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -0.6)
export const LEVEL_ROTATION = new Quaternion()

type PosedInput = { source: XRInputSource; position?: Vector3; rotation?: Quaternion }

/** Controller whose thumbstick and buttons the test sets. */
export function createController(handedness: XRHandedness) {
  const axes = [0, 0, 0, 0]
  const [click, lower, upper] = [{ pressed: false }, { pressed: false }, { pressed: false }]
  const none = { pressed: false }
  const gamepad = { axes, buttons: [none, none, none, click, lower, upper] }
  const source = { handedness, gamepad, targetRayMode: 'tracked-pointer' } as unknown as XRInputSource
  const push = (x: number, y: number) => axes.splice(2, 2, x, y)
  return { source, click, lower, upper, push }
}

export const createTrackedHand = (handedness: XRHandedness): XRInputSource =>
  ({ handedness, targetRayMode: 'tracked-pointer' }) as unknown as XRInputSource

/** Locomotion with a context and a session, run frame by frame. */
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
    /** Runs frames; input takes effect in the next one. Head and hands move with the rig. */
    run: (seconds: number, ...hands: PosedInput[]) => {
      for (let t = 0; t < seconds; t += FRAME_S) {
        const { rig, head } = frameState.viewer
        const { x, y, z, yaw } = rig
        locomotion.update(FRAME_S)
        const look = new Vector3(...head.forward).applyAxisAngle(UP, rig.yaw - yaw)
        head.forward = [look.x, look.y, look.z]
        head.position[0] += rig.x - x
        head.position[1] += rig.y - y
        head.position[2] += rig.z - z
        const origin = new Vector3(rig.x, rig.y, rig.z)
        for (const { source, position: at = new Vector3(0.2, 1.2, -0.3), rotation: turn = POINTING_DOWN } of hands)
          locomotion.readSource(source, at.clone().applyAxisAngle(UP, rig.yaw).add(origin), turn)
      }
    },
  }
}
