import { palettes } from '../geometry/palette.ts'
import { formatNumber, formatPercent } from './format-number.ts'
import type { Preferences } from './preferences.ts'

type PreferenceKeysOf<T> = { [K in keyof Preferences]: Preferences[K] extends T ? K : never }[keyof Preferences]
export type SwitchKey = PreferenceKeysOf<boolean>
export type RangeKey = PreferenceKeysOf<number>
export type ChoiceKey = Exclude<keyof Preferences, SwitchKey | RangeKey>

/** A slider's ends and step, and its value as text. */
export type RangeOption = {
  min: number
  max: number
  step: number
  format: (value: number, language: string) => string
}

/** The options of each pick list, in order; src/i18n/languages names them under `preferences.options`. */
export const CHOICES: { readonly [K in ChoiceKey]: readonly Preferences[K][] } = {
  space: ['hall', 'dry', 'recorded'],
  output: ['headphones', 'loudspeakers'],
  layout: ['spiral', 'line'],
  palette: palettes,
  turning: ['snap', 'smooth'],
  moving: ['teleport', 'smooth'],
}

export const RANGES: { readonly [K in RangeKey]: RangeOption } = {
  volume: { min: 0, max: 1, step: 0.05, format: formatPercent },
  vignette: { min: 0, max: 1, step: 0.05, format: formatPercent },
  speed: { min: 0.4, max: 4, step: 0.1, format: (value, language) => `${formatNumber(value, language, 1)} m/s` },
}

/** The value at a share (0-1) of a range, on one of its steps. */
export function snapToStep({ min, max, step }: RangeOption, share: number): number {
  const steps = Math.round((Math.min(1, Math.max(0, share)) * (max - min)) / step)
  return Number(Math.min(max, min + steps * step).toFixed(6))
}

/** The volume after a press of the mute button: 0, or the one before it was muted. */
export const toggleMute = (volume: number, before: number): number => (volume > 0 ? 0 : before > 0 ? before : 1)
