import { FALLBACK_LANGUAGE, i18n } from './i18n.ts'

/** One file a language; the page loads the one it needs. */
const languageLoaders = import.meta.glob<object>('./languages/*.json', { import: 'default' })
const toPath = (language: string) => `./languages/${language}.json`

/** Codes of all languages that have a file, English first. */
export const availableLanguages: readonly string[] = [
  FALLBACK_LANGUAGE,
  ...Object.keys(languageLoaders)
    .map((path) => path.slice(path.lastIndexOf('/') + 1, -'.json'.length))
    .filter((language) => language !== FALLBACK_LANGUAGE),
]

/**
 * Loads a language unless it is there.
 * @returns the language, or English if its file cannot be loaded
 */
export async function loadLanguage(language: string): Promise<string> {
  if (i18n.hasResourceBundle(language, 'translation')) return language
  try {
    i18n.addResourceBundle(language, 'translation', await languageLoaders[toPath(language)]?.())
    return language
  } catch {
    return FALLBACK_LANGUAGE
  }
}
