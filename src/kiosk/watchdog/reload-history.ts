import { ownKey } from '../page-kind.ts'

const KEY = ownKey('songwalk-reloads')

const numbers = (found: unknown): number[] => (Array.isArray(found) ? found.filter(Number.isFinite) : [])

/** When this device's page has reloaded itself: in its storage, and in the tab's history, which a full disk leaves alone. */
export function readReloads(): number[] {
  let kept: number[] = []
  try {
    kept = numbers(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
  } catch {}
  const own = numbers((history.state as { reloads?: unknown } | null)?.reloads)
  return [...new Set([...kept, ...own])]
}

/** @returns false where neither could be written */
export function writeReloads(times: number[]): boolean {
  let written = false
  try {
    localStorage.setItem(KEY, JSON.stringify(times))
    written = true
  } catch {}
  try {
    history.replaceState({ ...(history.state as object | null), reloads: times }, '')
    written = true
  } catch {}
  return written
}
