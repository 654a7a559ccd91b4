import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { prefetchVisit } from '../../../../src/exhibit/screens/prefetch-visit.ts'
import { i18n } from '../../../../src/i18n/i18n.ts'
import { isLanguageLoaded } from '../../../../src/i18n/load-language.ts'

const LANGUAGES = join(import.meta.dirname, '../../../../src/i18n/languages')
const report = vi.fn()
const loadScreens = vi.fn(async () => {})
const createContext = (language: string) => ({
  visitController: { store: { getState: () => ({ language }) as never } },
  faults: { report },
})
/** Languages whose files do not arrive. */
let missing: string[] = []

beforeEach(() => {
  vi.useFakeTimers()
  report.mockClear()
  vi.stubGlobal('document', { documentElement: {} })
  vi.stubGlobal('location', { search: '' })
  vi.stubGlobal('window', { location: { search: '' } })
  vi.stubGlobal('fetch', async (url: string) => {
    const name = url.split('/').at(-1)?.split('?')[0] ?? ''
    if (missing.some((language) => name.startsWith(language))) return new Response('Not found', { status: 404 })
    return new Response(readFileSync(join(LANGUAGES, name)))
  })
})
afterEach(() => vi.useRealTimers())

test('the screens and all languages of an exhibit are loaded when it is idle', async () => {
  missing = []
  const done = prefetchVisit(createContext('en'), ['en', 'de', 'ja'], [loadScreens])
  await vi.runAllTimersAsync()
  await done
  expect(['de', 'ja'].every(isLanguageLoaded)).toBe(true)
  expect(loadScreens).toHaveBeenCalledTimes(1)
  expect(report).not.toHaveBeenCalled()
})

test('one that does not arrive is counted once, asked for again, and shown to a visitor who waits for it', async () => {
  missing = ['ko']
  const done = prefetchVisit(createContext('ko'), ['en', 'ko', 'fr'], [loadScreens])
  await vi.advanceTimersByTimeAsync(200_000)
  expect([isLanguageLoaded('ko'), isLanguageLoaded('fr'), i18n.language]).toEqual([false, true, 'en'])
  expect(report.mock.calls).toEqual([['part-missing']])
  missing = []
  await vi.advanceTimersByTimeAsync(60_000)
  await done
  expect([isLanguageLoaded('ko'), i18n.language]).toEqual([true, 'ko'])
  expect(report).toHaveBeenCalledTimes(1)
})

test('screens that do not arrive are asked for until they are there', async () => {
  missing = []
  loadScreens.mockClear()
  loadScreens.mockRejectedValueOnce(new Error('away')).mockRejectedValueOnce(new Error('away'))
  const done = prefetchVisit(createContext('en'), ['en'], [loadScreens])
  await vi.runAllTimersAsync()
  await done
  expect(loadScreens).toHaveBeenCalledTimes(3)
  expect(report.mock.calls).toEqual([['part-missing']])
})
