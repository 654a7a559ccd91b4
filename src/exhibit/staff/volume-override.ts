import * as v from 'valibot'
import type { ExhibitContext } from '../exhibit-context.ts'
import type { StaffStorage } from './local-storage.ts'

const VolumeOverrideSchema = v.object({ day: v.string(), level: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) })
const STORAGE_KEY = 'level'

/**
 * How loud the piece is on this device until the end of the day, in place of the exhibit's cap: also louder than that.
 */
export function createVolumeOverride(
  { exhibit, session, visitController: flow }: ExhibitContext,
  keep: StaffStorage,
  today = () => new Date().toDateString(),
) {
  const usual = exhibit.volume.cap ?? 1
  let day: string | null = null
  // The exhibit is this page's own copy; whoever asks it how loud it may be, finds what the staff says.
  const put = (level: number, until: string | null) => {
    exhibit.volume.cap = level
    day = until
  }
  const clear = () => {
    put(usual, null)
    keep.write(STORAGE_KEY, null)
  }
  const kept = v.safeParse(VolumeOverrideSchema, keep.read(STORAGE_KEY))
  if (kept.success) put(kept.output.level, kept.output.day)
  const look = () => {
    if (day !== null && day !== today()) clear()
  }
  look()
  // A page that runs for weeks finds the new day with its first visitor.
  flow.store.subscribe(look)
  return {
    get: () => exhibit.volume.cap ?? usual,
    set: (level: number) => {
      put(level, today())
      keep.write(STORAGE_KEY, { day, level })
      session.actions.setPreferences({ volume: level })
    },
    /** The day is over: as the exhibit says. */
    forget: clear,
  }
}
export type VolumeOverride = ReturnType<typeof createVolumeOverride>
