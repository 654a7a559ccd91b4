import i18next, { type ParseKeys } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { XRLabels } from '../../scenes/state/xr-labels.ts'
import { captions, common, modes, preferences, xr } from './languages/en.json'

export const FALLBACK_LANGUAGE = 'en'

/** The English sections that every page needs; a text that a language lacks appears in English. */
const english = { captions, common, modes, preferences, xr }

/** One i18next for a page: its controls, the panel in the headset, captions and error sentences. */
export const i18n = i18next.createInstance()
void i18n.use(initReactI18next).init({
  resources: { [FALLBACK_LANGUAGE]: { translation: english } },
  lng: FALLBACK_LANGUAGE,
  fallbackLng: FALLBACK_LANGUAGE,
  initAsync: false,
  // React escapes.
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
})

export const getTextDirection = (language: string): 'ltr' | 'rtl' => i18n.dir(language)

/** The name of a language in that language, with a capital letter where its script has them. */
export function getLanguageName(language: string): string {
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language
  return name.slice(0, 1).toLocaleUpperCase(language) + name.slice(1)
}

/** Switches the page to a loaded language. */
export function setLanguage(language: string): void {
  void i18n.changeLanguage(language)
  document.documentElement.lang = language
  document.documentElement.dir = getTextDirection(language)
}

/** What `t` takes: a path through the English file. */
export type TranslationKey = ParseKeys

/** The translation function of the current language; the component renders again when it changes. */
export const useTranslate = () => useTranslation(undefined, { i18n }).t

/** Texts of the panel in the headset and of AR, in a loaded language. */
export function getXRLabels(language: string): XRLabels {
  const loaded: Partial<typeof english> = i18n.getResourceBundle(language, 'translation') ?? {}
  const { play, pause, songs } = { ...common, ...loaded.common }
  const { labels, options } = preferences
  return {
    ...{ play, pause, songs },
    ...{ ...xr, ...loaded.xr },
    ...{ ...modes, ...loaded.modes },
    ...{ ...labels, ...loaded.preferences?.labels },
    ...{ ...options, ...loaded.preferences?.options },
  }
}
