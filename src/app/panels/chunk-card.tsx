import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { formatNumber, formatPercent } from '../../../scenes/state/format-number.ts'
import { formatTime } from '../../../scenes/state/format-time.ts'
import { useLanguage, useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import {
  BRIGHTNESS_WORDS,
  computeRank,
  LOUDNESS_WORDS,
  NOISINESS_WORDS,
  selectQuintileWord,
} from '../../shared/captions/quantile-words.ts'
import { useDescriptions } from '../../shared/captions/use-descriptions.ts'
import { toCssLinearColor } from '../../shared/song-gradient.ts'
import { SimilarList } from './similar-list.tsx'
import { countNeighbors } from './trust-legend.tsx'

/** The chunk that was picked last: its time, how it sounds, and the chunks most like it. */
export function ChunkCard({ session }: { session: Session }) {
  const { store, frameState, actions } = session
  const t = useTranslate()
  const language = useLanguage()
  const { selected, outline, song } = useStore(store)
  const { own, others } = useDescriptions(session, song, selected)
  const loudnesses = useMemo(() => outline.map(({ loudness }) => loudness), [outline])
  const brightnesses = useMemo(() => others.map(({ brightness }) => brightness), [others])
  const noisinesses = useMemo(() => others.map(({ noisiness }) => noisiness), [others])
  // On small screens the card opens with its header only, so that it does not cover the scene.
  const [unfolded, setUnfolded] = useState(false)
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      // An open drawer closes first.
      if (event.key !== 'Escape' || event.defaultPrevented || store.getState().drawer !== null) return
      store.setState({ selected: null })
    }
    window.addEventListener('keydown', close)
    return () => window.removeEventListener('keydown', close)
  }, [store])

  const span = selected === null ? undefined : outline[selected]
  if (selected === null || !span) return null
  const chunk = song?.chunks[selected]
  return (
    <section className="chunk-card" aria-label={t('panels.chunk.name')} data-unfolded={unfolded}>
      <header>
        <i
          className="swatch"
          style={{ background: toCssLinearColor(frameState.boxes.colors.subarray(selected * 3, selected * 3 + 3)) }}
        />
        <h2>
          {t('panels.chunk.number', { chunk: selected + 1 })}{' '}
          <small>{t('panels.chunk.count', { count: outline.length })}</small>
        </h2>
        <button type="button" className="unfold" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {t(unfolded ? 'panels.chunk.less' : 'panels.chunk.more')}
        </button>
        <button
          type="button"
          className="close"
          aria-label={t('panels.chunk.close')}
          onClick={() => actions.selectChunk(null)}
        >
          ×
        </button>
      </header>
      <p className="span">
        {formatTime(span.start, 2)} – {formatTime(span.end, 2)}
        <span>{formatNumber(span.end - span.start, language, 2)} s</span>
      </p>
      <div className="body">
        <dl className="measures">
          <Measurement
            name={t('panels.chunk.loudness')}
            value={`${formatNumber(span.loudness, language, 1)} dB`}
            words={LOUDNESS_WORDS}
            rank={computeRank(loudnesses, span.loudness)}
          />
          {own && (
            <>
              <Measurement
                name={t('panels.chunk.brightness')}
                value={`${formatNumber(own.brightness, language, 0)} Hz`}
                words={BRIGHTNESS_WORDS}
                rank={computeRank(brightnesses, own.brightness)}
              />
              <Measurement
                name={t('panels.chunk.noisiness')}
                value={formatNumber(own.noisiness, language, 2)}
                words={NOISINESS_WORDS}
                rank={computeRank(noisinesses, own.noisiness)}
              />
            </>
          )}
          {chunk && (
            <div>
              <dt>{t('xr.trust')}</dt>
              <dd>{formatPercent(chunk.trust, language, 0)}</dd>
              <ValueBar at={chunk.trust} />
            </div>
          )}
        </dl>
        {chunk && song && (
          <>
            <p className="fine">{t('panels.chunk.note', { neighbors: countNeighbors(song.chunks.length) })}</p>
            <SimilarList session={session} song={song} chunk={selected} />
          </>
        )}
      </div>
    </section>
  )
}

type MeasurementProps = { name: string; value: string; words: typeof LOUDNESS_WORDS; rank: number | null }

function Measurement({ name, value, words, rank }: MeasurementProps) {
  const t = useTranslate()
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {rank !== null && <em>{t(`captions.adjectives.${selectQuintileWord(words, rank)}`)}</em>} {value}
      </dd>
      {rank !== null && <ValueBar at={rank} />}
    </div>
  )
}

const ValueBar = ({ at }: { at: number }) => (
  <span className="track" aria-hidden="true">
    <i style={{ left: `${at * 100}%` }} />
  </span>
)
