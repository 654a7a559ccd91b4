import * as v from 'valibot'
import { createStore } from 'zustand/vanilla'
import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { getVolumes } from '../visit/volume-plan.ts'
import type { StaffStorage } from './staff-storage.ts'

const VolumeOverrideSchema = v.object({
  day: v.string(),
  level: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  capped: v.optional(v.boolean(), false),
  muted: v.optional(v.boolean(), false),
})
const STORAGE_KEY = 'level'

/** `level`: set by the staff, or by the house within the exhibit's cap (`capped`); null: the exhibit's cap. */
type Override = { level: number | null; capped: boolean; muted: boolean }
const NO_OVERRIDE: Override = { level: null, capped: false, muted: false }

/** The volume limit that the staff sets on this device until the end of the day; it may exceed the exhibit's cap. */
export function createVolumeOverride(
  { exhibit, volumeLimit, session, visitController }: ExhibitContext,
  storage: StaffStorage,
  getDate = () => new Date(),
) {
  const getToday = () => getDate().toDateString()
  const store = createStore<Override>()(() => NO_OVERRIDE)
  let overrideDay: string | null = null
  const readLevel = () => {
    const { level, capped } = store.getState()
    if (level !== null && !capped) return level
    const { cap } = getVolumes(exhibit, getDate())
    return Math.min(level ?? cap, cap)
  }

  /** What sounds is within the limit at once, and loud again after a mute. */
  const applyLimit = (isLouder: boolean, isAsked = false) => {
    const limit = store.getState().muted ? 0 : readLevel()
    if (limit === volumeLimit.getState() && !isAsked) return
    volumeLimit.setState(limit)
    const { volume } = session.store.getState().preferences
    const isVisit = countsAsVisit(visitController.store.getState().scene)
    const own = isVisit ? limit : getVolumes(exhibit, getDate()).attract
    session.actions.setPreferences({ volume: isLouder ? own : Math.min(volume, limit) })
  }
  const keep = (override: Override) => {
    const isNone = override.level === null && !override.muted
    store.setState(override, true)
    overrideDay = isNone ? null : getToday()
    storage.write(STORAGE_KEY, isNone ? null : { day: overrideDay, ...override })
  }
  /** A mute stays: who has asked for silence undoes it. */
  const forget = () => {
    keep({ ...NO_OVERRIDE, muted: store.getState().muted })
    applyLimit(false)
  }
  const refresh = () => {
    if (overrideDay !== null && overrideDay !== getToday()) forget()
    else applyLimit(false)
  }

  const stored = v.safeParse(VolumeOverrideSchema, storage.read(STORAGE_KEY))
  if (stored.success) {
    const { day, ...override } = stored.output
    overrideDay = day
    store.setState(override, true)
  }
  refresh()
  // On a page that runs for weeks, the override ends with the first visitor of the next day.
  visitController.store.subscribe(refresh)
  return {
    store,
    get: readLevel,
    set: (level: number) => {
      keep({ level, capped: false, muted: false })
      volumeLimit.setState(level)
      session.actions.setPreferences({ volume: level })
    },
    /** Between visits it stays as soft as the exhibit says. */
    setFromAfar: (level: number, capped = false) => {
      keep({ ...store.getState(), level, capped })
      applyLimit(true, true)
    },
    mute: (muted: boolean) => {
      keep({ ...store.getState(), muted })
      applyLimit(true)
    },
    /** Returns to the exhibit's cap. */
    forget,
    /** To be called now and then: the exhibit's cap has its hours, and a day ends. */
    refresh,
  }
}
export type VolumeOverride = ReturnType<typeof createVolumeOverride>
