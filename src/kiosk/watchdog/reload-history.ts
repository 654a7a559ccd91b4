import { getPageStorageKey } from '../page-kind.ts'

const STORAGE_KEY = getPageStorageKey('songwalk-reloads')

const filterNumbers = (value: unknown): number[] => (Array.isArray(value) ? value.filter(Number.isFinite) : [])

/** When this device's page has reloaded itself: in its storage, and in the tab's history, which a full disk leaves alone. */
export function readReloadTimes(): number[] {
  let stored: number[] = []
  try {
    stored = filterNumbers(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]'))
  } catch {}
  const inHistory = filterNumbers((history.state as { reloads?: unknown } | null)?.reloads)
  return [...new Set([...stored, ...inHistory])]
}

/** @returns false where neither could be written */
export function writeReloadTimes(times: number[]): boolean {
  let isWritten = false
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(times))
    isWritten = true
  } catch {}
  try {
    history.replaceState({ ...(history.state as object | null), reloads: times }, '')
    isWritten = true
  } catch {}
  return isWritten
}
