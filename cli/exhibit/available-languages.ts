import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../src/i18n/languages', import.meta.url))
const ending = '.json'

/** The languages that songwalk speaks, English first: each file there is one. */
export const spoken: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(ending))
  .map((name) => name.slice(0, -ending.length))
  .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b))
