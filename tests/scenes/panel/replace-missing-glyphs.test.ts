import { expect, test } from 'vitest'
import { replaceMissingGlyphs } from '../../../scenes/panel/replace-missing-glyphs.ts'
import { RANGES } from '../../../scenes/state/preference-options.ts'

test.each(['en', 'de', 'fr', 'es', 'ar', 'ja', 'ko'])('values of sliders in %s consist of ASCII only', (language) => {
  for (const { format, min, max } of Object.values(RANGES))
    for (const value of [min, (min + max) / 2, max])
      expect(replaceMissingGlyphs(format(value, language))).toMatch(/^[ -~]+$/)
})

test('replaceMissingGlyphs replaces a no-break space and removes a direction mark', () => {
  expect(replaceMissingGlyphs('50\u00a0%')).toBe('50 %')
  expect(replaceMissingGlyphs('50\u200e%\u200e')).toBe('50%')
})
