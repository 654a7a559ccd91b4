import { FALLBACK_LANGUAGE, i18n } from './i18n.ts'

/** URLs of the language files, of which a page loads one. As URLs, not modules: exhibits have only parts of them. */
const languageUrls = import.meta.glob<string>(['./languages/*.json', '!./languages/en.json'], {
  eager: true,
  import: 'default',
  query: '?url',
})

/** Codes of all languages, English first, which is part of the page. */
export const availableLanguages: readonly string[] = [
  FALLBACK_LANGUAGE,
  ...Object.keys(languageUrls).map((path) => path.slice(path.lastIndexOf('/') + 1, -'.json'.length)),
]

/**
 * Loads the texts of a language, unless they are loaded.
 * @returns the language, or English if its file cannot be loaded
 */
export async function loadLanguage(language: string): Promise<string> {
  if (i18n.hasResourceBundle(language, 'translation')) return language
  try {
    const response = await fetch(languageUrls[`./languages/${language}.json`] ?? '')
    i18n.addResourceBundle(language, 'translation', await response.json())
    return language
  } catch {
    return FALLBACK_LANGUAGE
  }
}
