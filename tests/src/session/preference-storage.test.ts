import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultPreferences, type Preferences } from '../../../scenes/state/preferences.ts'
import { readPreferences, writePreferences } from '../../../src/session/preference-storage.ts'

function createStorage(stored: unknown = null) {
  let value = stored
  return {
    read: () => value,
    write: (_: string, written: unknown) => {
      value = written
      return 'written' as const
    },
  }
}

test('written preferences are read again', () => {
  const storage = createStorage()
  const chosen: Preferences = { ...defaultPreferences, volume: 0.3, palette: 'safe', turning: 'smooth', seated: true }
  writePreferences(chosen, storage)
  expect(readPreferences(storage)).toEqual(chosen)
})

test('an invalid preference falls back to its default, the valid ones are kept', () => {
  const storage = createStorage({ volume: 7, palette: 'safe', speed: null, flying: true, other: 1 })
  expect(readPreferences(storage)).toEqual({ ...defaultPreferences, palette: 'safe', flying: true })
})

test('whatever is stored, all preferences are present and no others', () => {
  fc.assert(
    fc.property(fc.anything(), (stored) => {
      expect(Object.keys(readPreferences(createStorage(stored)))).toEqual(Object.keys(defaultPreferences))
    }),
  )
})

test('without a storage the preferences are the defaults', () => {
  expect(readPreferences()).toEqual(defaultPreferences)
  expect(() => writePreferences(defaultPreferences)).not.toThrow()
})
