import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { XRLabels } from '../../scenes/state/xr-labels.ts'
import { xr } from './languages/en.json'

type TranslationTree = { [key: string]: string | TranslationTree }

/** All there are: one file each, part of the page. */
const languageFiles = import.meta.glob<TranslationTree>('./languages/*.json', { eager: true, import: 'default' })

export const resources: Readonly<Record<string, { translation: TranslationTree }>> = Object.fromEntries(
  Object.entries(languageFiles).map(([path, translation]) => [
    path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
    { translation },
  ]),
)

const FALLBACK_LANGUAGE = 'en'

/** i18next for all pages of the exhibit; a word that a language lacks is said in English. */
export const i18n = i18next.createInstance()
void i18n.use(initReactI18next).init({
  resources,
  lng: FALLBACK_LANGUAGE,
  fallbackLng: FALLBACK_LANGUAGE,
  initAsync: false,
  // React escapes.
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
})

/** Of those an exhibit wants, those there are; all, English first, where it wants none. */
export function resolveLanguages(wanted: readonly string[]): string[] {
  const there = wanted.filter((code) => code in resources)
  return there.length > 0
    ? there
    : [FALLBACK_LANGUAGE, ...Object.keys(resources).filter((code) => code !== FALLBACK_LANGUAGE)]
}

export const getTextDirection = (language: string): 'ltr' | 'rtl' =>
  i18n.t('direction', { lng: language }) === 'rtl' ? 'rtl' : 'ltr'

/** As it calls itself. */
export const getLanguageName = (language: string): string => i18n.t('name', { lng: language })

/** The page speaks another language from now on. */
export function setLanguage(language: string): void {
  void i18n.changeLanguage(language)
  document.documentElement.lang = language
  document.documentElement.dir = getTextDirection(language)
}

/** Words in the language of the visit. */
export const useTranslate = () => useTranslation(undefined, { i18n: i18n }).t

/** What the room says in a headset or in AR; English where a language lacks a word. */
export const getXRLabels = (language: string): XRLabels => ({
  ...xr,
  ...(resources[language]?.translation.xr as Partial<XRLabels> | undefined),
})

/** A curator's text in the visitor's language, or in the one the piece rests in. */
export const localizeText = (text: string | Record<string, string>, language: string, rests: string): string =>
  typeof text === 'string' ? text : (text[language] ?? text[rests] ?? Object.values(text)[0] ?? '')
