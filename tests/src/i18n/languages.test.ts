import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { englishErrors, getLanguageName, getTextDirection, getXRLabels, i18n } from '../../../src/i18n/i18n.ts'
import { availableLanguages } from '../../../src/i18n/load-language.ts'

type TextTree = { [key: string]: string | TextTree }

const FOLDER = join(import.meta.dirname, '../../../src/i18n/languages')
const translations: Record<string, TextTree> = Object.fromEntries(
  readdirSync(FOLDER).map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))]),
)
for (const [language, texts] of Object.entries(translations))
  i18n.addResourceBundle(language, 'translation', texts, true)

const PLURAL_SUFFIX = /_(zero|one|two|few|many|other)$/

const flatten = (tree: TextTree, under = ''): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[under + key, value]] : flatten(value, `${under}${key}.`),
  )
const getTexts = (language: string) => flatten(translations[language] as TextTree)
const findPlaceholders = (text: string) => [...text.matchAll(/\{\{[^}]+\}\}/g)].map(([whole]) => whole).sort()
const removePluralSuffix = (key: string) => key.replace(PLURAL_SUFFIX, '')

const english = new Map(
  flatten({ ...(translations.en as TextTree), errors: englishErrors }).map(([key, text]) => [
    removePluralSuffix(key),
    text,
  ]),
)
const languages = Object.keys(translations)

test('there are seven languages or more; the page and exhibits have the same', () => {
  expect(languages).toEqual(expect.arrayContaining(['en', 'ko', 'de', 'fr', 'es', 'ja', 'ar']))
  expect([...availableLanguages].sort()).toEqual([...languages].sort())
})

test('languages are named in themselves, and Arabic is written from right to left', () => {
  expect(['en', 'de', 'fr', 'es', 'ja', 'ko', 'ar'].map(getLanguageName)).toEqual([
    'English',
    'Deutsch',
    'Français',
    'Español',
    '日本語',
    '한국어',
    'العربية',
  ])
  expect(getTextDirection('ar')).toBe('rtl')
  expect(getTextDirection('de')).toBe('ltr')
})

describe.each(languages)('%s', (language) => {
  test('has every key of English, and no other', () => {
    const keys = new Set(getTexts(language).map(([key]) => removePluralSuffix(key)))
    if (language === 'en') for (const code of Object.keys(englishErrors)) keys.add(removePluralSuffix(`errors.${code}`))
    // The staff section may be left out as a whole.
    const expected = [...english.keys()].filter((key) => keys.has('staff.title') || !key.startsWith('staff.'))
    expect([...keys].sort()).toEqual(expected.sort())
  })

  test('has no empty text, and the placeholders of English', () => {
    for (const [key, text] of getTexts(language)) {
      expect(text.trim(), key).not.toBe('')
      const expected = [...new Set(findPlaceholders(english.get(removePluralSuffix(key)) ?? ''))]
      const found = [...new Set(findPlaceholders(text))]
      // Plural forms for none, one and two can do without the number.
      if (/_(zero|one|two)$/.test(key)) expect(expected, key).toEqual(expect.arrayContaining(found))
      else expect(found, key).toEqual(expected)
    }
  })

  test('has all plural forms of its grammar', () => {
    const expected = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort()
    const plurals = getTexts(language).filter(([key]) => PLURAL_SUFFIX.test(key))
    for (const key of new Set(plurals.map(([plural]) => removePluralSuffix(plural)))) {
      const found = plurals
        .filter(([other]) => removePluralSuffix(other) === key)
        .map(([other]) => other.match(PLURAL_SUFFIX)?.[1])
      expect(found.sort(), key).toEqual(expected)
    }
  })

  test('counts without leaving a placeholder', () => {
    for (const count of [0, 1, 2, 3, 11, 100])
      for (const key of ['exhibit.reminder.left', 'common.chunks'] as const)
        expect(i18n.t(key, { lng: language, count })).not.toMatch(/[{}]|reminder|common/)
  })

  test('has every label of the panel in the headset', () => {
    const labels = getXRLabels(language)
    expect(Object.keys(labels).sort()).toEqual(Object.keys(getXRLabels('en')).sort())
    for (const [key, label] of Object.entries(labels)) expect(label, key).toBeTruthy()
  })
})
