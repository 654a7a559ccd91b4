import i18next, { type ParseKeys, type TFunction } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { SONG_ERROR_TEMPLATES } from '../../audio/song-error.ts'
import type { XRLabels } from '../../scenes/state/xr-labels.ts'
import { canvas, captions, common, errors, modes, preferences, xr } from './languages/en.json'

/** A path through the English texts, as `t` takes it. */
export type TranslationKey = ParseKeys
export type Translate = TFunction

export const FALLBACK_LANGUAGE = 'en'

/** English sentences of errors: those of the audio layer, which the command line shows too, and those of pages. */
export const englishErrors = { ...SONG_ERROR_TEMPLATES, ...errors }

/** English stands in for texts that a language lacks. Every page has these; page-texts.ts and exhibit-languages.ts add others. */
const english = { canvas, captions, common, errors: englishErrors, modes, preferences, xr }

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

/** The translation function of the current language; the component renders again when it changes. */
export const useTranslate = (): Translate => useTranslation(undefined, { i18n }).t

/** The current language; the component renders again when it changes. */
export const useLanguage = (): string => useTranslation(undefined, { i18n }).i18n.language

/** Texts of the scene in a loaded language: panel in the headset, AR, canvas. */
export function getXRLabels(language: string): XRLabels {
  const loaded: Partial<typeof english> = i18n.getResourceBundle(language, 'translation') ?? {}
  const { play, pause, songs } = { ...common, ...loaded.common }
  const { outside, inside, keys } = { ...canvas, ...loaded.canvas }
  return {
    ...{ play, pause, songs, canvasOutside: outside, canvasInside: inside, canvasKeys: keys },
    ...{ ...xr, ...loaded.xr },
    ...{ ...modes, ...loaded.modes },
    ...{ ...preferences.labels, ...loaded.preferences?.labels },
    ...{ ...preferences.options, ...loaded.preferences?.options },
  }
}
