import '../i18n/page-texts.ts'
import { FALLBACK_LANGUAGE, setLanguage } from '../i18n/i18n.ts'
import { availableLanguages, loadLanguage } from '../i18n/load-language.ts'
import { createSafeStorage, type SafeStorage } from '../session/safe-storage.ts'

const STORAGE_KEY = 'songwalk.language'

/** The first preferred language there is a file for, regions aside: `de-AT` is `de`; English if there is none. */
export function matchLanguage(preferred: readonly unknown[]): string {
  const codes = preferred.map((tag) => String(tag).toLowerCase().split('-')[0])
  return codes.find((code) => code !== undefined && availableLanguages.includes(code)) ?? FALLBACK_LANGUAGE
}

let requested = FALLBACK_LANGUAGE

async function showLanguage(language: string): Promise<void> {
  requested = language
  const loaded = await loadLanguage(language)
  if (requested === language) setLanguage(loaded)
}

/** Shows the page in the language chosen on this device before, else in the browser's. */
export const startPageLanguage = (storage: Pick<SafeStorage, 'read'> = createSafeStorage()): Promise<void> =>
  showLanguage(matchLanguage([storage.read(STORAGE_KEY), ...navigator.languages]))

/** Shows the page in a language from now on, also at the next visit on this device. */
export function choosePageLanguage(
  language: string,
  storage: Pick<SafeStorage, 'write'> = createSafeStorage(),
): Promise<void> {
  storage.write(STORAGE_KEY, language)
  return showLanguage(language)
}
