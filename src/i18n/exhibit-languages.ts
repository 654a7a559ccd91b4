import { FALLBACK_LANGUAGE, i18n, setLanguage } from './i18n.ts'
import { exhibit, welcome } from './languages/en.json?exhibit'
import { availableLanguages, isLanguageLoaded, loadLanguage } from './load-language.ts'

/** The first screen speaks all languages at once; what else a visit says is loaded before it begins. */
const firstTexts = import.meta.glob<typeof welcome>(['./languages/*.json', '!./languages/en.json'], {
  eager: true,
  import: 'welcome',
})
for (const [path, welcome] of Object.entries(firstTexts)) {
  const language = path.slice(path.lastIndexOf('/') + 1, -'.json'.length)
  i18n.addResourceBundle(language, 'translation', { welcome }, true)
}
i18n.addResourceBundle(FALLBACK_LANGUAGE, 'translation', { exhibit, welcome }, true)

/** Shows a language at once if it is loaded, else as soon as it is: English if it cannot be. */
export async function showLanguage(language: string, isWanted: (language: string) => boolean): Promise<void> {
  if (isLanguageLoaded(language)) return setLanguage(language)
  const loaded = await loadLanguage(language)
  if (isWanted(language)) setLanguage(loaded)
}

/** The requested languages that exist; all, English first, if none does. */
export function resolveLanguages(requested: readonly string[]): readonly string[] {
  const existing = requested.filter((code) => availableLanguages.includes(code))
  return existing.length > 0 ? existing : availableLanguages
}

/** A curator's text in the visitor's language, else in the exhibit's first language, else in any. */
export const localizeText = (text: string | Record<string, string>, language: string, firstLanguage: string): string =>
  typeof text === 'string' ? text : (text[language] ?? text[firstLanguage] ?? Object.values(text)[0] ?? '')
