import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defaultSettings } from '../../../audio/song/song.ts'
import { watchSoundDevice } from '../../../src/app/watch-sound-device.ts'
import { createUiStore } from '../../../src/session/create-ui-store.ts'

const SENTENCE = 'No sound device was found.'

let store: ReturnType<typeof createUiStore>
let clock: number | null
beforeEach(() => {
  vi.useFakeTimers()
  store = createUiStore(defaultSettings)
  clock = 0
  watchSoundDevice(
    store,
    () => clock,
    () => SENTENCE,
  )
})
afterEach(() => vi.useRealTimers())

test('a clock that stands still while the song should play is said', () => {
  store.setState({ playing: true })
  vi.advanceTimersByTime(2500)
  expect(store.getState().error).toBeNull()
  vi.advanceTimersByTime(1000)
  expect(store.getState().error).toBe(SENTENCE)
})

test('a device that is connected later removes the sentence', () => {
  store.setState({ playing: true })
  vi.advanceTimersByTime(3500)
  clock = 0.5
  vi.advanceTimersByTime(600)
  expect(store.getState().error).toBeNull()
})

test('a device that is lost while the song plays is said', () => {
  store.setState({ playing: true })
  for (let second = 0; second < 20; second++) {
    clock = second
    vi.advanceTimersByTime(1000)
  }
  expect(store.getState().error).toBeNull()
  vi.advanceTimersByTime(7000)
  expect(store.getState().error).toBe(SENTENCE)
})

test('pausing removes the sentence, but no other one', () => {
  store.setState({ playing: true })
  vi.advanceTimersByTime(3500)
  store.setState({ playing: false })
  expect(store.getState().error).toBeNull()
  store.setState({ playing: true })
  vi.advanceTimersByTime(3500)
  store.setState({ error: 'Another sentence.' })
  store.setState({ playing: false })
  expect(store.getState().error).toBe('Another sentence.')
})

test('nothing is said where there is no clock: songs pass in silence', () => {
  clock = null
  store.setState({ playing: true })
  vi.advanceTimersByTime(10_000)
  expect(store.getState().error).toBeNull()
})
