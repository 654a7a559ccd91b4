import * as v from 'valibot'
import { defaultPreferences, type Preferences } from '../../scenes/state/preferences.ts'

const STORAGE_KEY = 'songwalk.preferences'

const UnitIntervalSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const PREFERENCE_SCHEMAS = {
  volume: UnitIntervalSchema,
  layout: v.picklist(['spiral', 'line']),
  palette: v.picklist(['rainbow', 'safe', 'grey']),
  labels: v.boolean(),
  captions: v.boolean(),
  vignette: UnitIntervalSchema,
  turning: v.picklist(['snap', 'smooth']),
  moving: v.picklist(['teleport', 'smooth']),
  speed: v.pipe(v.number(), v.minValue(0.4), v.maxValue(4)),
  flying: v.boolean(),
  seated: v.boolean(),
  leftHanded: v.boolean(),
  dwell: v.boolean(),
  calm: v.boolean(),
} satisfies { [K in keyof Preferences]: v.GenericSchema<unknown, Preferences[K]> }

/** What this device remembers; each one that is missing or broken is as usual, and the others still count. */
export function readPreferences(storage: Pick<Storage, 'getItem'> | null = getLocalStorage()): Preferences {
  const found = v.safeParse(v.record(v.string(), v.unknown()), parseJson(storage?.getItem(STORAGE_KEY) ?? '{}'))
  const kept = found.success ? found.output : {}
  const read = Object.entries(PREFERENCE_SCHEMAS).flatMap(([key, schema]) => {
    const result = v.safeParse(schema, kept[key])
    return result.success ? [[key, result.output]] : []
  })
  return { ...defaultPreferences, ...Object.fromEntries(read) }
}

/** A full or forbidden storage forgets them with the page; nothing else is lost. */
export function writePreferences(
  preferences: Preferences,
  storage: Pick<Storage, 'setItem'> | null = getLocalStorage(),
): void {
  try {
    storage?.setItem(STORAGE_KEY, JSON.stringify(preferences))
  } catch {}
}

/** Where preferences come from, and where they go. */
export type PreferenceStorage = {
  read: () => Preferences
  /** @returns them as they count: a house can have its own limits */
  write: (wanted: Preferences) => Preferences
}

/** This device remembers them. */
export const localPreferenceStorage: PreferenceStorage = {
  read: readPreferences,
  write: (wanted) => {
    writePreferences(wanted)
    return wanted
  },
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** Where a browser forbids storage, even naming it throws. */
function getLocalStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}
