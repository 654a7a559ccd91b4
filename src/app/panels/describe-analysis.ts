import { clampPerplexity } from '../../../audio/analysis/embedding/clamp-perplexity.ts'
import type { SongSettings } from '../../../audio/song/song.ts'
import type { Translate } from '../../i18n/i18n.ts'

/** With more chunks than this, tsne-js takes minutes. */
export const MAX_CLASSIC_CHUNKS = 250

/** The perplexity t-SNE uses, rounded to a tenth. */
export const roundUsedPerplexity = ({ perplexity }: SongSettings, chunks: number): number =>
  Math.round(10 * clampPerplexity(perplexity, chunks)) / 10

/** How a song was analyzed, in one sentence. */
export function describeAnalysis(settings: SongSettings, chunks: number, t: Translate): string {
  const { slicing, minChunk, preset, engine } = settings
  const slicingPhrase = t(`settings.summary.slicings.${slicing}`)
  const enginePhrase = t(`settings.summary.engines.${engine}`)
  return t('settings.summary.sentence', {
    slicing:
      minChunk > 0
        ? t('settings.summary.joined', { slicing: slicingPhrase, milliseconds: Math.round(minChunk * 1000) })
        : slicingPhrase,
    preset: t(`settings.summary.presets.${preset}`),
    engine:
      engine === 'pca'
        ? enginePhrase
        : t('settings.summary.perplexity', { engine: enginePhrase, perplexity: roundUsedPerplexity(settings, chunks) }),
  })
}
