/** What the staff's door keeps on this device; where nothing can be kept, until the page is closed. */
export type StaffStorage = { read: (name: string) => unknown; write: (name: string, value: unknown) => void }

const KEY_PREFIX = 'songwalk-door-'

/** @param storage names of its own; null where the browser has none */
export function createStaffStorage(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null = getLocalStorage(),
): StaffStorage {
  const inMemory = new Map<string, unknown>()
  return {
    read: (name) => {
      if (inMemory.has(name)) return inMemory.get(name)
      try {
        return JSON.parse(storage?.getItem(KEY_PREFIX + name) ?? 'null')
      } catch {
        return null
      }
    },
    write: (name, value) => {
      inMemory.delete(name)
      try {
        if (value === null) storage?.removeItem(KEY_PREFIX + name)
        else if (storage) storage.setItem(KEY_PREFIX + name, JSON.stringify(value))
        else inMemory.set(name, value)
      } catch {
        // A full disk: it counts as long as the page is open.
        inMemory.set(name, value)
      }
    },
  }
}

function getLocalStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}
