import type { Preferences } from './preferences.ts'

type KeysOf<T> = { [K in keyof Preferences]: Preferences[K] extends T ? K : never }[keyof Preferences]
export type SwitchKey = KeysOf<boolean>
export type RangeKey = KeysOf<number>
export type ChoiceKey = Exclude<keyof Preferences, SwitchKey | RangeKey>

/** One of several: `name` where it stands under its label, as on the panel in the room. */
export type Choice<K extends ChoiceKey = ChoiceKey> = {
  label: string
  does: string
  options: readonly { value: Preferences[K]; name: string }[]
}
type Switch = { label: string; does: string }
export type Range = {
  label: string
  does: string
  min: number
  max: number
  step: number
  say: (value: number) => string
}

export const percent = (share: number) => `${Math.round(share * 100)} %`

/** What a visitor can set, in words: the same on the page and in the room. */
export const CHOICES: { [K in ChoiceKey]: Choice<K> } = {
  layout: {
    label: 'Path',
    does: 'How the song lies on the floor.',
    options: [
      { value: 'spiral', name: 'Spiral' },
      { value: 'line', name: 'Line' },
    ],
  },
  palette: {
    label: 'Colors',
    does: 'Safe is for color-blind eyes; grey goes by lightness and shape.',
    options: [
      { value: 'rainbow', name: 'Rainbow' },
      { value: 'safe', name: 'Safe' },
      { value: 'grey', name: 'Grey' },
    ],
  },
  turning: {
    label: 'Turn',
    does: 'By steps of 30°, or smoothly; steps are calmer.',
    options: [
      { value: 'snap', name: 'Snap' },
      { value: 'smooth', name: 'Smooth' },
    ],
  },
  moving: {
    label: 'Move',
    does: 'At once to where you point, or smoothly; the former is calmer.',
    options: [
      { value: 'teleport', name: 'Teleport' },
      { value: 'smooth', name: 'Smooth' },
    ],
  },
}

export const SWITCHES: { [K in SwitchKey]: Switch } = {
  labels: { label: 'Labels', does: 'The name of the box you point at.' },
  captions: { label: 'Captions', does: 'What sounds, in words.' },
  flying: { label: 'Flying', does: 'The stick also takes you up and down.' },
  seated: { label: 'Seated', does: 'Lifts your eyes to standing height.' },
  leftHanded: {
    label: 'Left-handed',
    does: 'The panel stands at your right; the right stick walks, the left one turns.',
  },
  dwell: { label: 'Dwell', does: 'Looking at a box for a moment plays it.' },
  calm: { label: 'Calm', does: 'Nothing moves that need not.' },
}

export const RANGES: { [K in RangeKey]: Range } = {
  volume: { label: 'Volume', does: 'Of all that sounds.', min: 0, max: 1, step: 0.05, say: percent },
  vignette: {
    label: 'Vignette',
    does: 'How far the view narrows while you are moved.',
    min: 0,
    max: 1,
    step: 0.05,
    say: percent,
  },
  speed: {
    label: 'Speed',
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
