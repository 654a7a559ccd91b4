import { FALLBACK_LANGUAGE, i18n } from './i18n.ts'

type TranslationTree = { [key: string]: string | TranslationTree }

/** All languages as part of the page, for exhibits: a visitor's choice must not wait for a network. */
const languageFiles = import.meta.glob<TranslationTree>('./languages/*.json', { eager: true, import: 'default' })

/** All texts by language code. */
export const translations: Readonly<Record<string, TranslationTree>> = Object.fromEntries(
  Object.entries(languageFiles).map(([path, tree]) => [path.slice(path.lastIndexOf('/') + 1, -'.json'.length), tree]),
)

for (const [language, tree] of Object.entries(translations)) i18n.addResourceBundle(language, 'translation', tree)

/** The requested languages that exist; all, English first, if none does. */
export function resolveLanguages(requested: readonly string[]): string[] {
  const existing = requested.filter((code) => code in translations)
  return existing.length > 0
    ? existing
    : [FALLBACK_LANGUAGE, ...Object.keys(translations).filter((code) => code !== FALLBACK_LANGUAGE)]
}

/** A curator's text in the visitor's language, else in the exhibit's first language, else in any. */
export const localizeText = (text: string | Record<string, string>, language: string, firstLanguage: string): string =>
  typeof text === 'string' ? text : (text[language] ?? text[firstLanguage] ?? Object.values(text)[0] ?? '')
