import type { Preferences } from './preferences.ts'

type PreferenceKeysOf<T> = { [K in keyof Preferences]: Preferences[K] extends T ? K : never }[keyof Preferences]
export type SwitchKey = PreferenceKeysOf<boolean>
export type RangeKey = PreferenceKeysOf<number>
export type ChoiceKey = Exclude<keyof Preferences, SwitchKey | RangeKey>

/** One of several. */
export type ChoiceOption<K extends ChoiceKey = ChoiceKey> = {
  description: string
  options: readonly Preferences[K][]
}
type SwitchOption = { description: string }
export type RangeOption = {
  description: string
  min: number
  max: number
  step: number
  format: (value: number) => string
}

export const formatPercent = (share: number) => `${Math.round(share * 100)} %`

/** What a visitor can set, and what it does. What it is called, on the page and in the room: room-words.ts. */
export const CHOICES: { [K in ChoiceKey]: ChoiceOption<K> } = {
  layout: {
    description: 'How the song lies on the floor.',
    options: ['spiral', 'line'],
  },
  palette: {
    description: 'Safe is for color-blind eyes; grey goes by lightness and shape.',
    options: ['rainbow', 'safe', 'grey'],
  },
  turning: {
    description: 'By steps of 30°, or smoothly; steps are calmer.',
    options: ['snap', 'smooth'],
  },
  moving: {
    description: 'At once to where you point, or smoothly; the former is calmer.',
    options: ['teleport', 'smooth'],
  },
}

export const SWITCHES: { [K in SwitchKey]: SwitchOption } = {
  labels: { description: 'The name of the box you point at.' },
  captions: { description: 'What sounds, in words.' },
  flying: { description: 'The stick also takes you up and down.' },
  seated: { description: 'Lifts your eyes to standing height.' },
  leftHanded: {
    description: 'The panel stands at your right; the right stick walks, the left one turns.',
  },
  dwell: { description: 'Looking at a box for a moment plays it.' },
  calm: { description: 'Nothing moves that need not.' },
}

export const RANGES: { [K in RangeKey]: RangeOption } = {
  volume: { description: 'Of all that sounds.', min: 0, max: 1, step: 0.05, format: formatPercent },
  vignette: {
    description: 'How far the view narrows while you are moved.',
    min: 0,
    max: 1,
    step: 0.05,
    format: formatPercent,
  },
  speed: {
    description: 'Of smooth movement.',
    min: 0.4,
    max: 4,
    step: 0.1,
    format: (value) => `${value.toFixed(1)} m/s`,
  },
}

/** The value at a share (0-1) of a range, on one of its steps. */
export function snapToStep({ min, max, step }: RangeOption, share: number): number {
  const steps = Math.round((Math.min(1, Math.max(0, share)) * (max - min)) / step)
  return Number(Math.min(max, min + steps * step).toFixed(6))
}

/** How loud it becomes when the sound is switched off, or on again. */
export const toggleMute = (volume: number, before: number): number => (volume > 0 ? 0 : before > 0 ? before : 1)
