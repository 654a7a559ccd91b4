import { getPageStorageKey } from '../page-kind.ts'

const STORAGE_KEY = getPageStorageKey('songwalk-reloads')

const filterNumbers = (found: unknown): number[] => (Array.isArray(found) ? found.filter(Number.isFinite) : [])

/** When this device's page has reloaded itself: in its storage, and in the tab's history, which a full disk leaves alone. */
export function readReloadTimes(): number[] {
  let kept: number[] = []
  try {
    kept = filterNumbers(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]'))
  } catch {}
  const own = filterNumbers((history.state as { reloads?: unknown } | null)?.reloads)
  return [...new Set([...kept, ...own])]
}

/** @returns false where neither could be written */
export function writeReloadTimes(times: number[]): boolean {
  let written = false
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(times))
    written = true
  } catch {}
  try {
    history.replaceState({ ...(history.state as object | null), reloads: times }, '')
    written = true
  } catch {}
  return written
}
