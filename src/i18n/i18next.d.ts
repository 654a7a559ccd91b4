import type { englishErrors } from './i18n.ts'
import type english from './languages/en.json'

/** Keys are those of the English texts: `tsc` refuses all others. */
declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Omit<typeof english, 'errors'> & { errors: Record<keyof typeof englishErrors, string> } }
  }
}
