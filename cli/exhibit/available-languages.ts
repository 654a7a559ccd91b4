import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const LANGUAGES_FOLDER = fileURLToPath(new URL('../../src/i18n/languages', import.meta.url))
const FILE_EXTENSION = '.json'

/** The languages with a translation, English first. */
export const supportedLanguages: readonly string[] = readdirSync(LANGUAGES_FOLDER)
  .filter((name) => name.endsWith(FILE_EXTENSION))
  .map((name) => name.slice(0, -FILE_EXTENSION.length))
  .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b))
