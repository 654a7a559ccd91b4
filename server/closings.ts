import { findNextOpening } from '../protocol/opening-hours.ts'
import type { SiteIndex } from './site-files.ts'
import type { LevelEntries } from './visits/level-store.ts'

const KEY_PREFIX = 'closed!'

/** The devices that the staff has closed for the day, kept in the store until the exhibit opens again. */
export function createClosings(
  store: Pick<LevelEntries, 'get' | 'write'>,
  readIndex: () => Promise<SiteIndex>,
  now: () => number = Date.now,
) {
  const known = new Map<string, number | null>()
  /** Set since the server started: by the clock as it was then. */
  const setHere = new Set<string>()

  async function readClosingTime(device: string): Promise<number | null> {
    const cached = known.get(device)
    if (cached !== undefined) return cached
    const [text] = await store.get([KEY_PREFIX + device])
    const at = text === undefined || !Number.isFinite(Number(text)) ? null : Number(text)
    known.set(device, at)
    return at
  }

  async function set(device: string, isClosed: boolean): Promise<void> {
    const at = isClosed ? now() : null
    known.set(device, at)
    if (isClosed) setHere.add(device)
    else setHere.delete(device)
    await store.write([[KEY_PREFIX + device, at === null ? null : String(at)]])
  }

  return {
    set,
    /** The clock was set: what the staff closed since the start stays closed until the opening after that moment. */
    correctClock: async (byMs: number): Promise<void> => {
      for (const device of setHere) {
        const at = known.get(device)
        if (typeof at !== 'number') continue
        known.set(device, at + byMs)
        await store.write([[KEY_PREFIX + device, String(at + byMs)]])
      }
    },
    isClosed: async (device: string): Promise<boolean> => {
      const at = await readClosingTime(device)
      if (at === null) return false
      const opening = findNextOpening(await readIndex(), new Date(at))
      if (opening === null || now() < opening.getTime()) return true
      await set(device, false)
      return false
    },
  }
}
export type Closings = ReturnType<typeof createClosings>
