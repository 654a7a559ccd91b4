import { describe, expect, test } from 'vitest'
import { localizeText, resolveLanguages, translations } from '../../../src/i18n/all-languages.ts'
import { getLanguageName, getTextDirection, getXRLabels, i18n } from '../../../src/i18n/i18n.ts'

type Words = { [key: string]: string | Words }
const PLURAL = /_(zero|one|two|few|many|other)$/

const flat = (tree: Words, under = ''): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[under + key, value]] : flat(value, `${under}${key}.`),
  )
const textsOf = (language: string) => flat(translations[language] as Words)
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
const base = (key: string) => key.replace(PLURAL, '')

const english = new Map(textsOf('en').map(([key, text]) => [base(key), text]))
const all = Object.keys(translations)

test('songwalk speaks seven languages or more, one of them from right to left', () => {
  expect(all).toEqual(expect.arrayContaining(['en', 'ko', 'de', 'fr', 'es', 'ja', 'ar']))
  expect(['en', 'de', 'fr', 'es', 'ja', 'ko', 'ar'].map(getLanguageName)).toEqual([
    'English',
    'Deutsch',
    'Français',
    'Español',
    '日本語',
    '한국어',
    'العربية',
  ])
  expect(all.map(getTextDirection).filter((direction) => direction === 'rtl').length).toBeGreaterThan(0)
})

describe.each(all)('%s', (language) => {
  test('says everything that English says, and nothing else', () => {
    const keys = new Set(textsOf(language).map(([key]) => base(key)))
    // What the staff reads may be English as a whole.
    const wanted = [...english.keys()].filter((key) => keys.has('staff.title') || !key.startsWith('staff.'))
    expect([...keys].sort()).toEqual(wanted.sort())
  })

  test('leaves nothing empty, and fills in what English fills in', () => {
    for (const [key, text] of textsOf(language)) {
      expect(text.trim(), key).not.toBe('')
      const wanted = placeholders(english.get(base(key)) ?? '')
      // One, two or none can be said without the number.
      if (/_(zero|one|two)$/.test(key)) expect(wanted, key).toEqual(expect.arrayContaining(placeholders(text)))
      else expect(placeholders(text), key).toEqual(wanted)
    }
  })

  test('has every plural of its grammar', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort()
    const plurals = textsOf(language).filter(([key]) => PLURAL.test(key))
    for (const key of new Set(plurals.map(([key]) => base(key)))) {
      const there = plurals.filter(([other]) => base(other) === key).map(([other]) => other.match(PLURAL)?.[1])
      expect(there.sort(), key).toEqual(wanted)
    }
  })

  test('counts without leaving a placeholder', () => {
    for (const count of [0, 1, 2, 3, 11, 100])
      expect(i18n.t('exhibit.reminder.left', { lng: language, count })).not.toMatch(/[{}]|reminder/)
  })
})

test('an exhibit gets the languages it wants, of those there are; all, where it wants none', () => {
  expect(resolveLanguages(['ja', 'xx', 'en'])).toEqual(['ja', 'en'])
  expect(resolveLanguages([])[0]).toBe('en')
  expect(resolveLanguages([]).sort()).toEqual(all.sort())
  expect(resolveLanguages(['xx'])[0]).toBe('en')
})

test('a curator’s text is told in the visitor’s language, or in one it is there in', () => {
  expect(localizeText('Songs', 'ko', 'en')).toBe('Songs')
  expect(localizeText({ en: 'Songs', de: 'Lieder' }, 'de', 'en')).toBe('Lieder')
  expect(localizeText({ en: 'Songs', de: 'Lieder' }, 'ko', 'de')).toBe('Lieder')
  expect(localizeText({ de: 'Lieder' }, 'ko', 'en')).toBe('Lieder')
})

test.each(all)('%s: the panel in the headset has every label of English', (language) => {
  const labels = getXRLabels(language)
  expect(Object.keys(labels).sort()).toEqual(Object.keys(getXRLabels('en')).sort())
  for (const [key, label] of Object.entries(labels)) expect(label, key).toBeTruthy()
})
