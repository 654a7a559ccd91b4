import { isQuotaExceeded } from './is-quota-exceeded.ts'

/** `full`: the quota is reached. `refused`: the browser forbids storage, or the value cannot be written as JSON. */
export type StorageWriteResult = 'written' | 'full' | 'refused'

/** Called after every write with its result, the key, and the length of the JSON text in characters. */
export type StorageWriteListener = (result: StorageWriteResult, key: string, length: number) => void

/** JSON values in web storage. No method throws. */
export type SafeStorage = {
  /** @returns null if the key is missing, its text is not JSON, or storage is forbidden */
  read: (key: string) => unknown
  write: (key: string, value: unknown) => StorageWriteResult
  remove: (key: string) => void
}

/** @param storage null where the browser forbids storage */
export function createSafeStorage(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null = getLocalStorage(),
  onWrite: StorageWriteListener = () => {},
): SafeStorage {
  return {
    read: (key) => {
      try {
        return JSON.parse(storage?.getItem(key) ?? 'null')
      } catch {
        return null
      }
    },
    write: (key, value) => {
      let text = ''
      let result: StorageWriteResult = 'refused'
      try {
        text = JSON.stringify(value)
        storage?.setItem(key, text)
        if (storage) result = 'written'
      } catch (error) {
        if (isQuotaExceeded(error)) result = 'full'
      }
      onWrite(result, key, text.length)
      return result
    },
    remove: (key) => {
      try {
        storage?.removeItem(key)
      } catch {}
    },
  }
}

/** Reading `localStorage` throws where the browser forbids storage. */
function getLocalStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}
