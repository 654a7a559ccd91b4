import { beforeEach, expect, test } from 'vitest'
import { defaultSettings } from '../../../audio/song/song.ts'
import { showUncaughtErrors } from '../../../src/app/show-uncaught-errors.ts'
import { createUiStore } from '../../../src/session/create-ui-store.ts'

const SENTENCE = 'Something on this page failed.'

let store: ReturnType<typeof createUiStore>
let target: EventTarget
beforeEach(() => {
  store = createUiStore(defaultSettings)
  target = new EventTarget()
  showUncaughtErrors(store, () => SENTENCE, target as unknown as Window)
})
const fail = (type: string, message = 'x is not a function') =>
  target.dispatchEvent(Object.assign(new Event(type), { message }))

test.each(['error', 'unhandledrejection'])('an uncaught %s while a song opens is said', (type) => {
  store.setState({ phase: 'analyzing' })
  fail(type)
  expect(store.getState().error).toBe(SENTENCE)
})

test('a page that says ready without any chunks says so, too', () => {
  store.setState({ phase: 'ready' })
  fail('error')
  expect(store.getState().error).toBe(SENTENCE)
})

test('a sentence that is shown already stays', () => {
  store.setState({ phase: 'error', error: 'This file is damaged.' })
  fail('error')
  expect(store.getState().error).toBe('This file is damaged.')
})

test('what the browser repairs by itself is not said, nor an image that failed to load', () => {
  fail('error', 'ResizeObserver loop completed with undelivered notifications.')
  fail('error', '')
  expect(store.getState().error).toBeNull()
})
