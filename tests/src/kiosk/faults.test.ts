import { expect, test } from 'vitest'
import { createFaultCounter } from '../../../src/kiosk/faults.ts'

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
  const here = createFaultCounter(storage)
  here.report('webgl-lost')
  createFaultCounter(storage).report('webgl-lost')
  here.report('audio-dead')
  here.report('webgl-lost')
  expect(createFaultCounter(storage).counts()).toEqual({ 'webgl-lost': 3, 'audio-dead': 1 })
})

test.each([
  ['full', createStorage(true)],
  ['forbidden', null],
])('a storage that is %s forgets them with the page, and stops nothing', (_, storage) => {
  const faults = createFaultCounter(storage)
  faults.report('storage-full')
  faults.report('storage-full')
  expect(faults.counts()).toEqual({ 'storage-full': 2 })
})

test.each(['{', 'null', '[]', '{"webgl-lost":-1}', '{"webgl-lost":"x"}', '{"other":3}'])(
  'what is broken in the storage (%s) is as none',
  (text) => {
    const storage = createStorage()
    storage.setItem('songwalk-faults', text)
    expect(createFaultCounter(storage).counts()).toEqual({})
  },
)
