import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../../../audio/format-time.ts'
import { formatNumber, formatPercent } from '../../../scenes/state/format-number.ts'
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
import styles from './chunk-card.module.css'
import panel from './panel.module.css'
import { SimilarList } from './similar-list.tsx'
import { Swatch } from './swatch.tsx'
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
    <section
      className={`${panel.panel} ${styles.chunkCard}`}
      aria-label={t('panels.chunk.name')}
      data-edge="side"
      data-unfolded={unfolded}
    >
      <header>
        <Swatch colors={frameState.boxes.colors} chunk={selected} />
        <h2>
          {t('panels.chunk.number', { chunk: selected + 1 })}{' '}
          <small>{t('panels.chunk.count', { count: outline.length })}</small>
        </h2>
        <button type="button" className={styles.unfold} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {t(unfolded ? 'panels.chunk.less' : 'panels.chunk.more')}
        </button>
        <button
          type="button"
          className={styles.close}
          aria-label={t('panels.chunk.close')}
          onClick={() => actions.selectChunk(null)}
        >
          ×
        </button>
      </header>
      <p className={styles.span}>
        {formatTime(span.start, 2)} – {formatTime(span.end, 2)}
        <bdi>{formatNumber(span.end - span.start, language, 2)} s</bdi>
      </p>
      <div className={styles.body}>
        <dl className={styles.measures}>
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
            <p className={styles.fine}>{t('panels.chunk.note', { neighbors: countNeighbors(song.chunks.length) })}</p>
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
        {rank !== null && <em>{t(`captions.adjectives.${selectQuintileWord(words, rank)}`)}</em>} <bdi>{value}</bdi>
      </dd>
      {rank !== null && <ValueBar at={rank} />}
    </div>
  )
}

const ValueBar = ({ at }: { at: number }) => (
  <span className={styles.track} aria-hidden="true">
    <i style={{ left: `${at * 100}%` }} />
  </span>
)
