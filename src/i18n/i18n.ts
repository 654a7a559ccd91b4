import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { XRLabels } from '../../scenes/state/xr-labels.ts'
import { xr } from './languages/en.json'

type Words = { [key: string]: string | Words }

/** All there are: one file each, part of the page. */
const files = import.meta.glob<Words>('./languages/*.json', { eager: true, import: 'default' })

export const resources: Readonly<Record<string, { translation: Words }>> = Object.fromEntries(
  Object.entries(files).map(([path, translation]) => [
    path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
    { translation },
  ]),
)

const FIRST = 'en'

/** i18next for all pages of the exhibit; a word that a language lacks is said in English. */
export const words = i18next.createInstance()
void words.use(initReactI18next).init({
  resources,
  lng: FIRST,
  fallbackLng: FIRST,
  initAsync: false,
  // React escapes.
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
})

/** Of those an exhibit wants, those there are; all, English first, where it wants none. */
export function languagesOf(wanted: readonly string[]): string[] {
  const there = wanted.filter((code) => code in resources)
  return there.length > 0 ? there : [FIRST, ...Object.keys(resources).filter((code) => code !== FIRST)]
}

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  words.t('direction', { lng: language }) === 'rtl' ? 'rtl' : 'ltr'

/** As it calls itself. */
export const nameOf = (language: string): string => words.t('name', { lng: language })

/** The page speaks another language from now on. */
export function speak(language: string): void {
  void words.changeLanguage(language)
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
}

/** Words in the language of the visit. */
export const useWords = () => useTranslation(undefined, { i18n: words }).t

/** What the room says in a headset or in AR; English where a language lacks a word. */
export const roomWordsOf = (language: string): XRLabels => ({
  ...xr,
  ...(resources[language]?.translation.xr as Partial<XRLabels> | undefined),
})

/** A curator's text in the visitor's language, or in the one the piece rests in. */
export const told = (text: string | Record<string, string>, language: string, rests: string): string =>
  typeof text === 'string' ? text : (text[language] ?? text[rests] ?? Object.values(text)[0] ?? '')
