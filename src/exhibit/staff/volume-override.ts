import * as v from 'valibot'
import type { ExhibitContext } from '../exhibit-context.ts'
import type { StaffStorage } from './staff-storage.ts'

const VolumeOverrideSchema = v.object({ day: v.string(), level: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) })
const STORAGE_KEY = 'level'

/** The volume limit that the staff sets on this device until the end of the day; it may exceed the exhibit's cap. */
export function createVolumeOverride(
  { exhibit, volumeLimit, session, visitController }: ExhibitContext,
  storage: StaffStorage,
  getToday = () => new Date().toDateString(),
) {
  let overrideDay: string | null = null
  const clear = () => {
    overrideDay = null
    volumeLimit.setState(exhibit.volume.cap)
    storage.write(STORAGE_KEY, null)
  }
  const clearOutdated = () => {
    if (overrideDay !== null && overrideDay !== getToday()) clear()
  }

  const stored = v.safeParse(VolumeOverrideSchema, storage.read(STORAGE_KEY))
  if (stored.success) {
    overrideDay = stored.output.day
    volumeLimit.setState(stored.output.level)
  }
  clearOutdated()
  // On a page that runs for weeks, the override ends with the first visitor of the next day.
  visitController.store.subscribe(clearOutdated)
  return {
    get: volumeLimit.getState,
    set: (level: number) => {
      overrideDay = getToday()
      volumeLimit.setState(level)
      storage.write(STORAGE_KEY, { day: overrideDay, level })
      session.actions.setPreferences({ volume: level })
    },
    /** Returns to the exhibit's cap. */
    forget: clear,
  }
}
export type VolumeOverride = ReturnType<typeof createVolumeOverride>
