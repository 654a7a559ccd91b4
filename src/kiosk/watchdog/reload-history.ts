import type { SafeStorage } from '../../session/safe-storage.ts'
import { getPageStorageKey } from '../page-kind.ts'

const STORAGE_KEY = getPageStorageKey('songwalk-reloads')

const filterNumbers = (value: unknown): number[] => (Array.isArray(value) ? value.filter(Number.isFinite) : [])

/**
 * When this page has reloaded itself on this device, milliseconds since 1970: in web storage, and in the tab's history,
 * which works with a full disk too.
 */
export const createReloadHistory = (storage: SafeStorage) => ({
  readTimes: (): number[] => {
    const inStorage = filterNumbers(storage.read(STORAGE_KEY))
    const inTab = filterNumbers((history.state as { reloads?: unknown } | null)?.reloads)
    return [...new Set([...inStorage, ...inTab])]
  },
  /** @returns false if neither could be written */
  writeTimes: (times: number[]): boolean => {
    const isStored = storage.write(STORAGE_KEY, times) === 'written'
    try {
      history.replaceState({ ...(history.state as object | null), reloads: times }, '')
      return true
    } catch {
      return isStored
    }
  },
})
