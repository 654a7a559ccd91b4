import { expect, test } from 'vitest'
import { matchLanguage } from '../../../src/app/page-language.ts'

test.each([
  [['de-AT', 'en'], 'de'],
  [['xx', 'ko-KR'], 'ko'],
  [['en-GB', 'de'], 'en'],
  [[null, 'FR'], 'fr'],
  [['xx'], 'en'],
  [[], 'en'],
  [[{ language: 'de' }, 'es'], 'es'],
])('of %j the page shows %s', (preferred, language) => {
  expect(matchLanguage(preferred)).toBe(language)
})
