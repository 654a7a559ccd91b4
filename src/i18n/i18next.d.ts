import type english from './languages/en.json'

/** Keys are those of the English file: `tsc` refuses all others. */
declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english }
  }
}
