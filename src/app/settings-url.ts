import * as v from 'valibot'
import type { StoreApi } from 'zustand/vanilla'
import { defaultSettings, SettingsSchema, type SongSettings } from '../../audio/song/song.ts'
import type { UiState } from '../../scenes/state/scene-context.ts'

const PARAMETER_NAMES = {
  slicing: 'slicing',
  minChunk: 'min-chunk',
  preset: 'preset',
  engine: 'engine',
  perplexity: 'perplexity',
} as const satisfies Record<keyof SongSettings, string>
const SETTING_KEYS = Object.keys(PARAMETER_NAMES) as (keyof SongSettings)[]

/** The analysis settings in the page's address. */
export type UrlSettings = {
  settings: SongSettings
  /** Parameters that are not understood, each as “name=value”. */
  rejected: readonly string[]
}

/** Reads each setting by itself: a rejected one keeps its default, the others still count. */
export function readSettings(search: string): UrlSettings {
  const params = new URLSearchParams(search)
  const rejected: string[] = []
  const found = SETTING_KEYS.flatMap((key) => {
    const text = params.get(PARAMETER_NAMES[key])
    if (text === null) return []
    const isNumber = typeof defaultSettings[key] === 'number'
    // Number('') would be 0.
    const value = isNumber ? Number(text.trim() || Number.NaN) : text
    const result = v.safeParse(SettingsSchema.entries[key], value)
    if (result.success) return [[key, result.output]]
    rejected.push(`“${PARAMETER_NAMES[key]}=${text.slice(0, 40)}”`)
    return []
  })
  const settings: SongSettings = { ...defaultSettings, ...Object.fromEntries(found) }
  return { settings, rejected }
}

/** The same address with these settings; defaults are left out, other parameters stay. */
export function writeSettings(search: string, settings: SongSettings): string {
  const params = new URLSearchParams(search)
  for (const key of SETTING_KEYS) {
    if (settings[key] === defaultSettings[key]) params.delete(PARAMETER_NAMES[key])
    else params.set(PARAMETER_NAMES[key], String(settings[key]))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** Keeps the settings in the page's address, so that it can be shared. */
export function syncSettingsToUrl(store: StoreApi<UiState>): void {
  store.subscribe(({ settings }, before) => {
    if (settings === before.settings) return
    const { pathname, search, hash } = window.location
    const next = writeSettings(search, settings)
    if (next !== search) window.history.replaceState(window.history.state, '', pathname + next + hash)
  })
}
