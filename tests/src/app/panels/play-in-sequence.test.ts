import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Playback } from '../../../../audio/playback/playback.ts'
import { defaultSettings } from '../../../../audio/song/song.ts'
import { createFrameState, setChunks } from '../../../../scenes/state/frame-state.ts'
import type { UiActions } from '../../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../../scenes/state/scene-services.ts'
import { playInSequence } from '../../../../src/app/panels/play-in-sequence.ts'
import { createUiStore } from '../../../../src/session/create-ui-store.ts'
import { chunksOf } from '../../../scenes/sample-chunks.ts'

const pick = vi.fn()
const stopPicked = vi.fn()
const tell = vi.fn()

function room() {
  const frameState = createFrameState()
  const store = createUiStore(defaultSettings)
  setChunks(frameState, chunksOf([0.1, 0.5, 5, 1, 0.7]), 2)
  const services = createSceneServices()
  services.playback = { pick, stopPicked } as unknown as Playback
  const actions = { pause: () => store.setState({ playing: false }) } as UiActions
  store.setState({ selected: 0, playing: true })
  return { frameState, services, store, actions }
}
const heard = () => pick.mock.calls.map(([chunk]) => chunk)

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', globalThis)
  for (const spy of [pick, stopPicked, tell]) spy.mockClear()
})
afterEach(() => {
  // Whatever the end was, nothing is left that would still happen.
  expect(vi.getTimerCount()).toBe(0)
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('plays chunks one after the other for their own lengths and pauses the song', () => {
  const here = room()
  playInSequence(here, [1, 3, 4], tell)
  expect(here.store.getState().playing).toBe(false)
  expect(heard()).toEqual([1])
  vi.advanceTimersByTime(640)
  expect(heard()).toEqual([1])
  vi.advanceTimersByTime(20)
  expect(heard()).toEqual([1, 3])
  vi.advanceTimersByTime(1160)
  expect(heard()).toEqual([1, 3, 4])
  vi.advanceTimersByTime(5000)
  expect(tell.mock.calls.flat()).toEqual([1, 3, 4, null])
  expect(stopPicked).not.toHaveBeenCalled()
})

test('stops a long chunk after two seconds', () => {
  playInSequence(room(), [2, 1], tell)
  vi.advanceTimersByTime(1990)
  expect(stopPicked).not.toHaveBeenCalled()
  vi.advanceTimersByTime(20)
  expect(stopPicked).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(150)
  expect(heard()).toEqual([2, 1])
  vi.advanceTimersByTime(5000)
})

test('waits a minimum time after a very short chunk', () => {
  playInSequence(room(), [0, 1], tell)
  vi.advanceTimersByTime(400)
  expect(heard()).toEqual([0])
  vi.advanceTimersByTime(5000)
})

test('the returned function stops the sound at once', () => {
  const stop = playInSequence(room(), [1, 2, 3], tell)
  stop()
  expect(stopPicked).toHaveBeenCalledOnce()
  expect(tell.mock.calls.flat()).toEqual([1, null])
  stop()
  expect(tell).toHaveBeenCalledTimes(2)
})

test('ends when the song plays', () => {
  const here = room()
  playInSequence(here, [1, 2], tell)
  here.store.setState({ playing: true })
  expect(tell).toHaveBeenLastCalledWith(null)
  expect(stopPicked).toHaveBeenCalledOnce()
})

test('ends when a chunk is picked, which keeps sounding', () => {
  const here = room()
  playInSequence(here, [1, 2], tell)
  here.frameState.playhead.pickedChunk = 0
  here.store.setState({ selected: 0 })
  expect(tell).toHaveBeenLastCalledWith(null)
  expect(stopPicked).not.toHaveBeenCalled()
})

test('ends when another song opens', () => {
  const here = room()
  playInSequence(here, [1, 2, 3], tell)
  here.services.playback = { pick: vi.fn(), stopPicked: vi.fn() } as unknown as Playback
  vi.advanceTimersByTime(5000)
  expect(heard()).toEqual([1])
  expect(tell).toHaveBeenLastCalledWith(null)
})
