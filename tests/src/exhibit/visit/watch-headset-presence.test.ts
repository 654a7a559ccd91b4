import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFrameState } from '../../../../scenes/state/frame-state.ts'
import { watchHeadsetPresence } from '../../../../src/exhibit/visit/watch-headset-presence.ts'

const TIMEOUT_MS = 8000

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', globalThis)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A headset, and what was heard of its wearers. */
function createHeadset() {
  const heard: string[] = []
  let listener = () => {}
  let session: (EventTarget & { visibilityState: string }) | undefined
  watchHeadsetPresence(
    { frameState: createFrameState() } as never,
    {
      getState: () => ({ session: session as never, mode: 'immersive-vr' }),
      subscribe: (onChange) => {
        listener = onChange
      },
    },
    TIMEOUT_MS,
    {
      onPutOn: () => heard.push('on'),
      onTakenOff: () => heard.push('off'),
      onMove: () => {},
      onPress: () => heard.push('pressed'),
    },
  )
  return {
    heard,
    begin: () => {
      session = Object.assign(new EventTarget(), { visibilityState: 'visible' })
      listener()
    },
    end: () => {
      session = undefined
      listener()
    },
    show: (visibilityState: string) => {
      if (!session) return
      session.visibilityState = visibilityState
      session.dispatchEvent(new Event('visibilitychange'))
    },
  }
}

test('a headset that is off for five seconds keeps its visitor, for nine not', () => {
  const { heard, begin, show } = createHeadset()
  begin()
  show('hidden')
  vi.advanceTimersByTime(5000)
  show('visible')
  vi.advanceTimersByTime(20_000)
  expect(heard).toEqual(['on'])
  show('hidden')
  vi.advanceTimersByTime(9000)
  expect(heard).toEqual(['on', 'off'])
  // Menus of the headset lie over the piece.
  show('visible-blurred')
  show('visible')
  expect(heard).toEqual(['on', 'off', 'on'])
})

test('a session that is ended while it is worn ends the visit at once', () => {
  const { heard, begin, end } = createHeadset()
  begin()
  end()
  expect(heard).toEqual(['on', 'off'])
  begin()
  expect(heard).toEqual(['on', 'off', 'on'])
})

test('a session that the browser ends while the headset lies keeps its visitor for as long as the headset itself', () => {
  const { heard, begin, end, show } = createHeadset()
  begin()
  show('hidden')
  vi.advanceTimersByTime(2000)
  end()
  vi.advanceTimersByTime(3000)
  begin()
  vi.advanceTimersByTime(20_000)
  expect(heard).toEqual(['on'])
  show('hidden')
  vi.advanceTimersByTime(2000)
  end()
  vi.advanceTimersByTime(7000)
  expect(heard).toEqual(['on', 'off'])
  begin()
  expect(heard).toEqual(['on', 'off', 'on'])
})
