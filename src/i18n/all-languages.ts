import { FALLBACK_LANGUAGE, i18n } from './i18n.ts'

type TranslationTree = { [key: string]: string | TranslationTree }

/**
 * All languages as part of the page, for exhibits: a visitor's choice must not wait for a network. Section by section,
 * so that the build leaves out those that only the page has.
 */
const sections = {
  canvas: import.meta.glob<TranslationTree>('./languages/*.json', { eager: true, import: 'canvas' }),
  captions: import.meta.glob<TranslationTree>('./languages/*.json', {
    eager: true,
    import: 'captions',
  }),
  common: import.meta.glob<TranslationTree>('./languages/*.json', { eager: true, import: 'common' }),
  errors: import.meta.glob<TranslationTree>('./languages/*.json', { eager: true, import: 'errors' }),
  exhibit: import.meta.glob<TranslationTree>('./languages/*.json', {
    eager: true,
    import: 'exhibit',
  }),
  modes: import.meta.glob<TranslationTree>('./languages/*.json', { eager: true, import: 'modes' }),
  preferences: import.meta.glob<TranslationTree>('./languages/*.json', {
    eager: true,
    import: 'preferences',
  }),
  staff: import.meta.glob<TranslationTree>('./languages/*.json', { eager: true, import: 'staff' }),
  xr: import.meta.glob<TranslationTree>('./languages/*.json', { eager: true, import: 'xr' }),
}

const toLanguageCode = (path: string) => path.slice(path.lastIndexOf('/') + 1, -'.json'.length)

/** All texts of exhibits by language code. A language may lack the section `staff`. */
export const translations: Readonly<Record<string, TranslationTree>> = Object.fromEntries(
  Object.keys(sections.common).map((path) => [
    toLanguageCode(path),
    Object.fromEntries(Object.entries(sections).flatMap(([name, files]) => (files[path] ? [[name, files[path]]] : []))),
  ]),
)

for (const [language, tree] of Object.entries(translations)) i18n.addResourceBundle(language, 'translation', tree, true)

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
