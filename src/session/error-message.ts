import { i18n } from '../i18n/i18n.ts'
import { translateSongError } from '../i18n/translate-error.ts'

/** The sentence to show for a thrown value, in the page's language; details of an unexpected one go to the console. */
export function toErrorMessage(error: unknown): string {
  const sentence = translateSongError(error)
  if (sentence !== null) return sentence
  console.error(error)
  return i18n.t('errors.unexpected')
}
