import { FALLBACK_LANGUAGE, i18n } from './i18n.ts'

/** URLs of the language files, of which a page loads one, an exhibit its own. As URLs, not modules: exhibits bundle a part of them. */
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

const loaded = new Set([FALLBACK_LANGUAGE])
/** A server that takes longer counts as gone. */
const MAX_LOAD_MS = 10_000

/** Whether all texts of a language are there; a few of them may come with the page. */
export const isLanguageLoaded = (language: string): boolean => loaded.has(language)

/**
 * Loads the texts of a language, unless they are loaded.
 * @returns the language, or English if its file cannot be loaded
 */
export async function loadLanguage(language: string): Promise<string> {
  if (loaded.has(language)) return language
  try {
    const response = await fetch(languageUrls[`./languages/${language}.json`] ?? '', {
      signal: AbortSignal.timeout(MAX_LOAD_MS),
    })
    i18n.addResourceBundle(language, 'translation', await response.json())
    loaded.add(language)
    return language
  } catch {
    return FALLBACK_LANGUAGE
  }
}
