import type { SafeStorage } from '../../session/safe-storage.ts'

/** What the staff panel keeps on this device; until the page is closed, where web storage refuses it. */
export type StaffStorage = {
  read: (name: string) => unknown
  /** @param value null removes it */
  write: (name: string, value: unknown) => void
}

const KEY_PREFIX = 'songwalk-door-'

export function createStaffStorage(storage: SafeStorage): StaffStorage {
  const inMemory = new Map<string, unknown>()
  return {
    read: (name) => (inMemory.has(name) ? inMemory.get(name) : storage.read(KEY_PREFIX + name)),
    write: (name, value) => {
      inMemory.delete(name)
      if (value === null) storage.remove(KEY_PREFIX + name)
      else if (storage.write(KEY_PREFIX + name, value) !== 'written') inMemory.set(name, value)
    },
  }
}
