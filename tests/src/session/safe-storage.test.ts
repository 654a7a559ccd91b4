import { expect, test, vi } from 'vitest'
import { createSafeStorage } from '../../../src/session/safe-storage.ts'

function createFakeStorage() {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, text: string) => void values.set(key, text),
    removeItem: (key: string) => void values.delete(key),
  }
}
const throwError = (name: string) => () => {
  throw new DOMException('', name)
}

test('a written value is read as JSON until it is removed', () => {
  const onWrite = vi.fn()
  const storage = createSafeStorage(createFakeStorage(), onWrite)
  expect(storage.read('key')).toBeNull()
  expect(storage.write('key', { volume: 0.5 })).toBe('written')
  expect(onWrite).toHaveBeenCalledExactlyOnceWith('written', 'key', 14)
  expect(storage.read('key')).toEqual({ volume: 0.5 })
  storage.remove('key')
  expect(storage.read('key')).toBeNull()
})

test('text that is not JSON is read as null', () => {
  const raw = createFakeStorage()
  raw.setItem('key', '{')
  expect(createSafeStorage(raw).read('key')).toBeNull()
})

test('a full storage reports that it is full', () => {
  const onWrite = vi.fn()
  const storage = createSafeStorage({ ...createFakeStorage(), setItem: throwError('QuotaExceededError') }, onWrite)
  expect(storage.write('key', 1)).toBe('full')
  expect(onWrite).toHaveBeenCalledExactlyOnceWith('full', 'key', 1)
})

test('a missing or forbidden storage reads null, refuses writes and never throws', () => {
  const fail = throwError('SecurityError')
  for (const raw of [null, { getItem: fail, setItem: fail, removeItem: fail }]) {
    const storage = createSafeStorage(raw)
    expect(storage.read('key')).toBeNull()
    expect(storage.write('key', 1)).toBe('refused')
    expect(() => storage.remove('key')).not.toThrow()
  }
})
