import * as v from 'valibot'
import { defaultPreferences, type Preferences } from '../../scenes/state/preferences.ts'

const KEY = 'songwalk.preferences'

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const ENTRIES = {
  volume: share,
  layout: v.picklist(['spiral', 'line']),
  palette: v.picklist(['rainbow', 'safe', 'grey']),
  labels: v.boolean(),
  captions: v.boolean(),
  vignette: share,
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
export function readPreferences(storage: Pick<Storage, 'getItem'> | null = deviceStorage()): Preferences {
  const found = v.safeParse(v.record(v.string(), v.unknown()), parse(storage?.getItem(KEY) ?? '{}'))
  const kept = found.success ? found.output : {}
  const read = Object.entries(ENTRIES).flatMap(([key, schema]) => {
    const result = v.safeParse(schema, kept[key])
    return result.success ? [[key, result.output]] : []
  })
  return { ...defaultPreferences, ...Object.fromEntries(read) }
}

/** A full or forbidden storage forgets them with the page; nothing else is lost. */
export function keepPreferences(
  preferences: Preferences,
  storage: Pick<Storage, 'setItem'> | null = deviceStorage(),
): void {
  try {
    storage?.setItem(KEY, JSON.stringify(preferences))
  } catch {}
}

/** Where preferences come from, and where they go. */
export type Keeping = {
  read: () => Preferences
  /** @returns them as they count: a house can have its own limits */
  keep: (wanted: Preferences) => Preferences
}

/** This device remembers them. */
export const onDevice: Keeping = {
  read: readPreferences,
  keep: (wanted) => {
    keepPreferences(wanted)
    return wanted
  },
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** Where a browser forbids storage, even naming it throws. */
function deviceStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}
