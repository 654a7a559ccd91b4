import { expect, test } from 'vitest'
import { createFaultCounter } from '../../../src/kiosk/fault-counter.ts'

function createStorage(full = false) {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new DOMException('full', 'QuotaExceededError')
      values.set(key, value)
    },
    removeItem: (key: string) => void values.delete(key),
  }
}

test('counts survive a reload and include those of another tab', () => {
  const storage = createStorage()
  const here = createFaultCounter(storage)
  here.report('webgl-lost')
  createFaultCounter(storage).report('webgl-lost')
  here.report('audio-dead')
  here.report('webgl-lost')
  expect(createFaultCounter(storage).counts()).toEqual({ 'webgl-lost': 3, 'audio-dead': 1 })
})

test('a full storage is a fault itself, counted once until a write succeeds; counts last until the page is closed', () => {
  const faults = createFaultCounter(createStorage(true))
  faults.report('audio-dead')
  faults.report('audio-dead')
  expect(faults.counts()).toEqual({ 'audio-dead': 2, 'storage-full': 1 })
})

test('without web storage, counts last until the page is closed', () => {
  const faults = createFaultCounter(null)
  faults.report('audio-dead')
  expect(faults.counts()).toEqual({ 'audio-dead': 1 })
})

test.each(['{', 'null', '[]', '{"webgl-lost":-1}', '{"webgl-lost":"x"}', '{"other":3}'])(
  'invalid counts in the storage (%s) are ignored',
  (text) => {
    const storage = createStorage()
    storage.setItem('songwalk-faults', text)
    expect(createFaultCounter(storage).counts()).toEqual({})
  },
)
