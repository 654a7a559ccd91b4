import { formatTime } from '../../../audio/format-time.ts'
import type { Translate } from '../../i18n/i18n.ts'
import type { SoundingChunk } from './sounding-chunk.ts'

/** A caption: "0:42 · chunk 113 of 437 · loud, bright, noisy"; numbers start at 1. */
export const formatCaption = (
  { chunk, time }: SoundingChunk,
  count: number,
  adjectives: readonly string[],
  t: Translate,
): string =>
  [formatTime(time), t('captions.chunk', { chunk: chunk + 1, count }), adjectives.join(t('captions.separator'))]
    .filter(Boolean)
    .join(' · ')

/** The same for screen readers: "Chunk 113 of 437, loud, bright, noisy." */
export const formatAnnouncement = (
  { chunk }: SoundingChunk,
  count: number,
  adjectives: readonly string[],
  t: Translate,
): string => {
  const parts = [t('captions.chunkAt', { chunk: chunk + 1, count }), ...adjectives]
  return t('captions.spoken', { line: parts.join(t('captions.separator')) })
}
