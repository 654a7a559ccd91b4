import * as v from 'valibot'
import { CHOICES, RANGES } from '../../scenes/state/preference-options.ts'
import { defaultPreferences, type Preferences } from '../../scenes/state/preferences.ts'
import { createSafeStorage, type SafeStorage } from './safe-storage.ts'

const STORAGE_KEY = 'songwalk.preferences'

const UnitIntervalSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const PREFERENCE_SCHEMAS = {
  volume: UnitIntervalSchema,
  space: v.picklist(CHOICES.space),
  output: v.picklist(CHOICES.output),
  evenLoudness: v.boolean(),
  layout: v.picklist(CHOICES.layout),
  palette: v.picklist(CHOICES.palette),
  labels: v.boolean(),
  captions: v.boolean(),
  vignette: UnitIntervalSchema,
  turning: v.picklist(CHOICES.turning),
  moving: v.picklist(CHOICES.moving),
  speed: v.pipe(v.number(), v.minValue(RANGES.speed.min), v.maxValue(RANGES.speed.max)),
  flying: v.boolean(),
  seated: v.boolean(),
  leftHanded: v.boolean(),
  touchSounds: v.boolean(),
  dwell: v.boolean(),
  fetching: v.boolean(),
  calm: v.boolean(),
} satisfies { [K in keyof Preferences]: v.GenericSchema<unknown, Preferences[K]> }

/** Reads the preferences stored on this device; each missing or invalid one falls back to its default. */
export function readPreferences(storage: Pick<SafeStorage, 'read'> = createSafeStorage()): Preferences {
  const record = v.safeParse(v.record(v.string(), v.unknown()), storage.read(STORAGE_KEY))
  const stored = record.success ? record.output : {}
  const valid = Object.entries(PREFERENCE_SCHEMAS).flatMap(([key, schema]) => {
    const result = v.safeParse(schema, stored[key])
    return result.success ? [[key, result.output]] : []
  })
  return { ...defaultPreferences, ...Object.fromEntries(valid) }
}

/** Stores the preferences on this device; if storage is full or forbidden, they last until the page is closed. */
export function writePreferences(
  preferences: Preferences,
  storage: Pick<SafeStorage, 'write'> = createSafeStorage(),
): void {
  storage.write(STORAGE_KEY, preferences)
}

export type PreferenceStorage = {
  read: () => Preferences
  /** @returns the preferences that take effect: an exhibit limits the volume */
  write: (requested: Preferences) => Preferences
}

export const localPreferenceStorage: PreferenceStorage = {
  read: readPreferences,
  write: (requested) => {
    writePreferences(requested)
    return requested
  },
}
