import * as v from 'valibot'
import { createStore } from 'zustand/vanilla'
import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { getAttractVolume } from '../visit/attract-volume.ts'
import type { StaffStorage } from './staff-storage.ts'

const VolumeOverrideSchema = v.object({
  day: v.string(),
  level: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  muted: v.optional(v.boolean(), false),
})
const STORAGE_KEY = 'level'

/** The volume limit that the staff sets on this device until the end of the day; it may exceed the exhibit's cap. */
export function createVolumeOverride(
  { exhibit, volumeLimit, session, visitController }: ExhibitContext,
  storage: StaffStorage,
  getToday = () => new Date().toDateString(),
) {
  let overrideDay: string | null = null
  const store = createStore<{ level: number; muted: boolean }>()(() => ({ level: exhibit.volume.cap, muted: false }))
  const readLimit = () => (store.getState().muted ? 0 : store.getState().level)
  const clear = () => {
    const wasMuted = store.getState().muted
    overrideDay = null
    store.setState({ level: exhibit.volume.cap, muted: false })
    volumeLimit.setState(readLimit())
    storage.write(STORAGE_KEY, null)
    if (wasMuted) resound()
  }
  const clearOutdated = () => {
    if (overrideDay !== null && overrideDay !== getToday()) clear()
  }
  const change = (override: { level: number; muted: boolean }) => {
    overrideDay = getToday()
    store.setState(override)
    volumeLimit.setState(readLimit())
    storage.write(STORAGE_KEY, { day: overrideDay, ...override })
  }
  /** As the scene has it, within the limit. */
  const resound = () => {
    const isVisit = countsAsVisit(visitController.store.getState().scene)
    session.actions.setPreferences({ volume: isVisit ? readLimit() : getAttractVolume(exhibit, new Date()) })
  }

  const stored = v.safeParse(VolumeOverrideSchema, storage.read(STORAGE_KEY))
  if (stored.success) {
    const { day, ...override } = stored.output
    overrideDay = day
    store.setState(override)
    volumeLimit.setState(readLimit())
  }
  clearOutdated()
  // On a page that runs for weeks, the override ends with the first visitor of the next day.
  visitController.store.subscribe(clearOutdated)
  return {
    store,
    get: () => store.getState().level,
    set: (level: number) => {
      change({ level, muted: false })
      session.actions.setPreferences({ volume: level })
    },
    /** Between visits it stays as soft as the exhibit says. */
    setFromAfar: (level: number) => {
      change({ ...store.getState(), level })
      resound()
    },
    mute: (muted: boolean) => {
      change({ ...store.getState(), muted })
      resound()
    },
    /** Returns to the exhibit's cap. */
    forget: clear,
  }
}
export type VolumeOverride = ReturnType<typeof createVolumeOverride>
