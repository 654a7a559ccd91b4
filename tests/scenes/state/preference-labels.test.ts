import { describe, expect, test } from 'vitest'
import { CHOICES, RANGES, SWITCHES, snapToStep, toggleMute } from '../../../scenes/state/preference-labels.ts'
import { defaultPreferences } from '../../../scenes/state/preferences.ts'
import { preferences } from '../../../src/i18n/languages/en.json'

describe('what can be set', () => {
  test('has a name of its own each, and a word for what is usual', () => {
    const all = Object.keys({ ...CHOICES, ...SWITCHES, ...RANGES }) as (keyof typeof defaultPreferences)[]
    expect(all.sort()).toEqual(Object.keys(defaultPreferences).sort())
    expect(new Set(all.map((key) => preferences.labels[key])).size).toBe(all.length)
    for (const [key, { options }] of Object.entries(CHOICES))
      expect(options).toContain(defaultPreferences[key as keyof typeof CHOICES])
  })

  test('ranges go from end to end by their steps', () => {
    expect(snapToStep(RANGES.speed, 0)).toBe(0.4)
    expect(snapToStep(RANGES.speed, 1)).toBe(4)
    expect(snapToStep(RANGES.speed, 0.334)).toBe(1.6)
    expect(snapToStep(RANGES.volume, 0.33)).toBe(0.35)
    expect(snapToStep(RANGES.volume, -2)).toBe(0)
    expect(snapToStep(RANGES.volume, 7)).toBe(1)
    expect(RANGES.speed.format(1.6)).toBe('1.6 m/s')
    expect(RANGES.vignette.format(0)).toBe('0 %')
  })

  test('muting is undone to as loud as it was, or to full', () => {
    expect(toggleMute(0.4, 0.4)).toBe(0)
    expect(toggleMute(0, 0.4)).toBe(0.4)
    expect(toggleMute(0, 0)).toBe(1)
  })
})
