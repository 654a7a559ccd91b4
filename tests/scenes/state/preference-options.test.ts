import { describe, expect, test } from 'vitest'
import { CHOICES, RANGES, snapToStep, toggleMute } from '../../../scenes/state/preference-options.ts'
import { defaultPreferences } from '../../../scenes/state/preferences.ts'
import { preferences } from '../../../src/i18n/languages/en.json'

describe('preferences', () => {
  test('each has a label of its own, and a default among its options', () => {
    const labels: Record<string, string> = preferences.labels
    expect(Object.keys(labels).sort()).toEqual(Object.keys(defaultPreferences).sort())
    expect(new Set(Object.values(labels)).size).toBe(Object.keys(labels).length)
    for (const [key, options] of Object.entries(CHOICES))
      expect(options).toContain(defaultPreferences[key as keyof typeof CHOICES])
  })

  test('ranges go from end to end by their steps', () => {
    expect(snapToStep(RANGES.speed, 0)).toBe(0.4)
    expect(snapToStep(RANGES.speed, 1)).toBe(4)
    expect(snapToStep(RANGES.speed, 0.334)).toBe(1.6)
    expect(snapToStep(RANGES.volume, 0.33)).toBe(0.35)
    expect(snapToStep(RANGES.volume, -2)).toBe(0)
    expect(snapToStep(RANGES.volume, 7)).toBe(1)
  })

  test('values are written as the language writes numbers', () => {
    expect(RANGES.speed.format(1.6, 'en')).toBe('1.6 m/s')
    expect(RANGES.speed.format(1.6, 'de')).toBe('1,6 m/s')
    expect(RANGES.vignette.format(0, 'en')).toBe('0%')
    expect(RANGES.vignette.format(0.5, 'fr')).toMatch(/^50\s%$/)
  })

  test('unmuting restores the volume before, or full volume if there was none', () => {
    expect(toggleMute(0.4, 0.4)).toBe(0)
    expect(toggleMute(0, 0.4)).toBe(0.4)
    expect(toggleMute(0, 0)).toBe(1)
  })
})
