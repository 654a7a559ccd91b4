import { beforeEach, expect, test, vi } from 'vitest'
import type { VoicePool } from '../../../audio/playback/voice-pool.ts'
import { defaultSettings } from '../../../audio/song/song.ts'
import { createFrameState } from '../../../scenes/state/frame-state.ts'
import { defaultPreferences } from '../../../scenes/state/preferences.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import { applyPreferences } from '../../../src/session/apply-preferences.ts'
import { createUiStore } from '../../../src/session/create-ui-store.ts'

const systemReducedMotion = Object.assign(new EventTarget(), { matches: false })
const toggleAttribute = vi.fn()
const setVolume = vi.fn()
const applySound = vi.fn()
let context: SceneContext

beforeEach(() => {
  systemReducedMotion.matches = false
  vi.stubGlobal('matchMedia', () => systemReducedMotion)
  vi.stubGlobal('document', { documentElement: { toggleAttribute } })
  const frameState = createFrameState()
  const services = createSceneServices()
  services.voices = { setVolume } as Partial<VoicePool> as VoicePool
  context = { store: createUiStore(defaultSettings), frameState, services } as unknown as SceneContext
  applyPreferences({ ...context, audioOutput: { applySound } })
})
const setPreferences = (change: object) => context.store.setState({ preferences: { ...defaultPreferences, ...change } })

test('motion is reduced while the preference or the system asks for it', () => {
  expect(context.frameState.viewer.reducedMotion).toBe(false)
  setPreferences({ calm: true })
  expect(context.frameState.viewer.reducedMotion).toBe(true)
  systemReducedMotion.matches = true
  systemReducedMotion.dispatchEvent(new Event('change'))
  setPreferences({ calm: false })
  expect(context.frameState.viewer.reducedMotion).toBe(true)
  systemReducedMotion.matches = false
  systemReducedMotion.dispatchEvent(new Event('change'))
  expect(context.frameState.viewer.reducedMotion).toBe(false)
  expect(toggleAttribute).toHaveBeenLastCalledWith('data-calm', false)
})

test('a changed volume is applied at once', () => {
  setPreferences({ volume: 0.3 })
  expect(setVolume).toHaveBeenLastCalledWith(0.3)
})

test('what the sound comes out of follows the preferences', () => {
  const calls = applySound.mock.calls.length
  setPreferences({ output: 'loudspeakers' })
  expect(applySound).toHaveBeenCalledTimes(calls + 1)
})

test('where the song is heard from is applied at once', () => {
  applySound.mockClear()
  setPreferences({ space: 'recorded' })
  expect(applySound).toHaveBeenCalledOnce()
})
