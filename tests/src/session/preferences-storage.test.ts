import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultPreferences, type Preferences } from '../../../scenes/state/preferences.ts'
import { readPreferences, writePreferences } from '../../../src/session/preferences-storage.ts'

function device(text: string | null = null) {
  let kept = text
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value
    },
  }
}

test('what is kept is read again', () => {
  const storage = device()
  const chosen: Preferences = { ...defaultPreferences, volume: 0.3, palette: 'safe', turning: 'smooth', seated: true }
  writePreferences(chosen, storage)
  expect(readPreferences(storage)).toEqual(chosen)
})

test('a broken one is as usual, the others still count', () => {
  const storage = device(JSON.stringify({ volume: 7, palette: 'safe', speed: null, flying: true, other: 1 }))
  expect(readPreferences(storage)).toEqual({ ...defaultPreferences, palette: 'safe', flying: true })
})

test('whatever lies there, they are complete', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(Object.keys(readPreferences(device(text)))).toEqual(Object.keys(defaultPreferences))
    }),
  )
})

test('without a storage, or with a full one, nothing fails', () => {
  expect(readPreferences(null)).toEqual(defaultPreferences)
  const full = {
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  expect(() => writePreferences(defaultPreferences, full)).not.toThrow()
})
