import { beforeEach, expect, test, vi } from 'vitest'
import type { VoicePool } from '../../../audio/playback/voice-pool.ts'
import { defaultSettings } from '../../../audio/song/song.ts'
import { createFrameState } from '../../../scenes/state/frame-state.ts'
import { defaultPreferences } from '../../../scenes/state/preferences.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import { applyPreferences } from '../../../src/session/apply-preferences.ts'
import { createUiStore } from '../../../src/session/create-ui-store.ts'

const system = Object.assign(new EventTarget(), { matches: false })
const toggled = vi.fn()
const setVolume = vi.fn()
let room: SceneContext

beforeEach(() => {
  system.matches = false
  vi.stubGlobal('matchMedia', () => system)
  vi.stubGlobal('document', { documentElement: { toggleAttribute: toggled } })
  const frameState = createFrameState()
  const services = createSceneServices()
  services.voices = { setVolume } as Partial<VoicePool> as VoicePool
  room = { store: createUiStore(defaultSettings), frameState, services } as unknown as SceneContext
  applyPreferences(room)
})
const prefer = (change: object) => room.store.setState({ preferences: { ...defaultPreferences, ...change } })

test('it is calm where the visitor or the system wants it, and no longer once neither does', () => {
  expect(room.frameState.viewer.reducedMotion).toBe(false)
  prefer({ calm: true })
  expect(room.frameState.viewer.reducedMotion).toBe(true)
  system.matches = true
  system.dispatchEvent(new Event('change'))
  prefer({ calm: false })
  expect(room.frameState.viewer.reducedMotion).toBe(true)
  system.matches = false
  system.dispatchEvent(new Event('change'))
  expect(room.frameState.viewer.reducedMotion).toBe(false)
  expect(toggled).toHaveBeenLastCalledWith('data-calm', false)
})

test('the volume is heard as soon as it is set', () => {
  prefer({ volume: 0.3 })
  expect(setVolume).toHaveBeenLastCalledWith(0.3)
})
