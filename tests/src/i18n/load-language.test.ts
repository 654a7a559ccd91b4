import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { localizeText, resolveLanguages, showLanguage } from '../../../src/i18n/exhibit-languages.ts'
import { i18n } from '../../../src/i18n/i18n.ts'
import { availableLanguages, isLanguageLoaded, loadLanguage } from '../../../src/i18n/load-language.ts'

const LANGUAGES = join(import.meta.dirname, '../../../src/i18n/languages')
const element = { lang: '', dir: '' }
vi.stubGlobal('document', { documentElement: element })

/** A server that has the language files, or is away. */
const serve = (isThere: boolean) => {
  const requested: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    requested.push(url)
    if (!isThere) throw new TypeError('Failed to fetch')
    return new Response(readFileSync(join(LANGUAGES, url.split('/').at(-1)?.split('?')[0] ?? '')))
  })
  return requested
}
afterEach(() => i18n.changeLanguage('en'))

test('the first screen of an exhibit speaks every language before any is loaded', () => {
  for (const lng of availableLanguages) {
    expect(i18n.exists('welcome.begin', { lng, fallbackLng: [] }), lng).toBe(true)
    expect(isLanguageLoaded(lng), lng).toBe(lng === 'en')
  }
  expect(i18n.t('welcome.begin', { lng: 'de' })).not.toBe(i18n.t('welcome.begin', { lng: 'en' }))
})

test('a language whose first words came with the page is loaded all the same, once', async () => {
  const requested = serve(true)
  expect(await loadLanguage('de')).toBe('de')
  expect(await loadLanguage('de')).toBe('de')
  expect(requested).toHaveLength(1)
  expect(i18n.t('exhibit.done', { lng: 'de' })).toBe('Fertig')
  expect(i18n.exists('welcome.begin', { lng: 'de', fallbackLng: [] })).toBe(true)
})

test('without its file a language is English until it can be loaded', async () => {
  serve(false)
  await showLanguage('fr', () => true)
  expect([i18n.language, element.lang]).toEqual(['en', 'en'])
  serve(true)
  await showLanguage('fr', () => true)
  expect([i18n.language, element.lang]).toEqual(['fr', 'fr'])
})

test('a language that is no longer wanted when it arrives is not shown; a loaded one is shown at once', async () => {
  serve(true)
  await showLanguage('ar', () => false)
  expect(i18n.language).toBe('en')
  void showLanguage('ar', () => false)
  expect([i18n.language, element.dir]).toEqual(['ar', 'rtl'])
})

test('an exhibit gets the requested languages that exist; all, if none does', () => {
  expect(resolveLanguages(['ja', 'xx', 'en'])).toEqual(['ja', 'en'])
  expect(resolveLanguages([])[0]).toBe('en')
  expect(resolveLanguages([])).toHaveLength(7)
  expect(resolveLanguages(['xx'])[0]).toBe('en')
})

test('a curator’s text is shown in the visitor’s language, else in one it exists in', () => {
  expect(localizeText('Songs', 'ko', 'en')).toBe('Songs')
  expect(localizeText({ en: 'Songs', de: 'Lieder' }, 'de', 'en')).toBe('Lieder')
  expect(localizeText({ en: 'Songs', de: 'Lieder' }, 'ko', 'de')).toBe('Lieder')
  expect(localizeText({ de: 'Lieder' }, 'ko', 'en')).toBe('Lieder')
})
