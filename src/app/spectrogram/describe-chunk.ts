import { formatTime } from '../../../audio/format-time.ts'
import type { Seconds } from '../../../audio/units.ts'
import { formatNumber } from '../../../scenes/state/format-number.ts'
import type { Translate } from '../../i18n/i18n.ts'

/** "Chunk 113 of 437 · 0:42.3 · 0.25 s"; numbers start at 1. Empty where there is no such chunk. */
export function describeChunk(
  chunks: readonly { start: Seconds; end: Seconds }[],
  chunk: number,
  t: Translate,
  language: string,
): string {
  const span = chunks[chunk]
  if (!span) return ''
  const { start, end } = span
  const number = t('captions.chunkAt', { chunk: chunk + 1, count: chunks.length })
  return `${number} · ${formatTime(start, 1)} · ${formatNumber(end - start, language, 2)} s`
}
