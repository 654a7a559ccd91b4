import { SongError } from '../../audio/song-error.ts'
import { i18n } from './i18n.ts'

/** The sentence for a SongError in the page's language; null for other errors, which are bugs. */
export const translateSongError = (error: unknown): string | null =>
  error instanceof SongError ? i18n.t(`errors.${error.code}`, error.values) : null
