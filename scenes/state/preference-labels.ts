import type { Preferences } from './preferences.ts'

type KeysOf<T> = { [K in keyof Preferences]: Preferences[K] extends T ? K : never }[keyof Preferences]
export type SwitchKey = KeysOf<boolean>
export type RangeKey = KeysOf<number>
export type ChoiceKey = Exclude<keyof Preferences, SwitchKey | RangeKey>

/** One of several. */
export type Choice<K extends ChoiceKey = ChoiceKey> = {
  does: string
  options: readonly Preferences[K][]
}
type Switch = { does: string }
export type Range = {
  does: string
  min: number
  max: number
  step: number
  say: (value: number) => string
}

export const percent = (share: number) => `${Math.round(share * 100)} %`

/** What a visitor can set, and what it does. What it is called, on the page and in the room: room-words.ts. */
export const CHOICES: { [K in ChoiceKey]: Choice<K> } = {
  layout: {
    does: 'How the song lies on the floor.',
    options: ['spiral', 'line'],
  },
  palette: {
    does: 'Safe is for color-blind eyes; grey goes by lightness and shape.',
    options: ['rainbow', 'safe', 'grey'],
  },
  turning: {
    does: 'By steps of 30°, or smoothly; steps are calmer.',
    options: ['snap', 'smooth'],
  },
  moving: {
    does: 'At once to where you point, or smoothly; the former is calmer.',
    options: ['teleport', 'smooth'],
  },
}

export const SWITCHES: { [K in SwitchKey]: Switch } = {
  labels: { does: 'The name of the box you point at.' },
  captions: { does: 'What sounds, in words.' },
  flying: { does: 'The stick also takes you up and down.' },
  seated: { does: 'Lifts your eyes to standing height.' },
  leftHanded: {
    does: 'The panel stands at your right; the right stick walks, the left one turns.',
  },
  dwell: { does: 'Looking at a box for a moment plays it.' },
  calm: { does: 'Nothing moves that need not.' },
}

export const RANGES: { [K in RangeKey]: Range } = {
  volume: { does: 'Of all that sounds.', min: 0, max: 1, step: 0.05, say: percent },
  vignette: {
    does: 'How far the view narrows while you are moved.',
    min: 0,
    max: 1,
    step: 0.05,
    say: percent,
  },
  speed: {
    does: 'Of smooth movement.',
    min: 0.4,
    max: 4,
    step: 0.1,
    say: (value) => `${value.toFixed(1)} m/s`,
  },
}

/** The value at a share (0-1) of a range, on one of its steps. */
export function valueAt({ min, max, step }: Range, share: number): number {
  const steps = Math.round((Math.min(1, Math.max(0, share)) * (max - min)) / step)
  return Number(Math.min(max, min + steps * step).toFixed(6))
}

/** How loud it becomes when the sound is switched off, or on again. */
export const muted = (volume: number, before: number): number => (volume > 0 ? 0 : before > 0 ? before : 1)
