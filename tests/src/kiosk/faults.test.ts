import { expect, test } from 'vitest'
import { createFaults } from '../../../src/kiosk/faults.ts'

function createStorage(full = false) {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new DOMException('full', 'QuotaExceededError')
      kept.set(key, value)
    },
  }
}

test('counts are kept across reloads, and another tab of the device counts along', () => {
  const storage = createStorage()
  const here = createFaults(storage)
  here.note('webgl-lost')
  createFaults(storage).note('webgl-lost')
  here.note('audio-dead')
  here.note('webgl-lost')
  expect(createFaults(storage).counts()).toEqual({ 'webgl-lost': 3, 'audio-dead': 1 })
})

test.each([
  ['full', createStorage(true)],
  ['forbidden', null],
])('a storage that is %s forgets them with the page, and stops nothing', (_, storage) => {
  const faults = createFaults(storage)
  faults.note('storage-full')
  faults.note('storage-full')
  expect(faults.counts()).toEqual({ 'storage-full': 2 })
})

test.each(['{', 'null', '[]', '{"webgl-lost":-1}', '{"webgl-lost":"x"}', '{"other":3}'])(
  'what is broken in the storage (%s) is as none',
  (text) => {
    const storage = createStorage()
    storage.setItem('songwalk-faults', text)
    expect(createFaults(storage).counts()).toEqual({})
  },
)
