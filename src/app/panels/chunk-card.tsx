import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../../../scenes/state/format-time.ts'
import { useTranslate } from '../../i18n/i18n.ts'
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
import { formatPercent, formatSigned } from './number-format.ts'
import { SimilarList } from './similar-list.tsx'
import { describeNeighbors } from './trust-legend.tsx'

/** The chunk that was last picked anywhere: what it is, how it sounds, and what sounds like it. */
export function ChunkCard({ session }: { session: Session }) {
  const { store, frameState, actions } = session
  const { selected, outline, song } = useStore(store)
  const { own, others } = useDescriptions(session, song, selected)
  const loudnesses = useMemo(() => outline.map(({ loudness }) => loudness), [outline])
  const brightnesses = useMemo(() => others.map(({ brightness }) => brightness), [others])
  const noisinesses = useMemo(() => others.map(({ noisiness }) => noisiness), [others])
  // On a small screen the room comes first: the card opens with its head only.
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
    <section className="chunk-card" aria-label="Chunk" data-unfolded={unfolded}>
      <header>
        <i
          className="swatch"
          style={{ background: toCssLinearColor(frameState.boxes.colors.subarray(selected * 3, selected * 3 + 3)) }}
        />
        <h2>
          Chunk {selected + 1} <small>of {outline.length}</small>
        </h2>
        <button type="button" className="unfold" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? 'Less' : 'More'}
        </button>
        <button type="button" className="close" aria-label="Close the chunk" onClick={() => actions.selectChunk(null)}>
          ×
        </button>
      </header>
      <p className="span">
        {formatTime(span.start, 2)} – {formatTime(span.end, 2)}
        <span>{(span.end - span.start).toFixed(2)} s</span>
      </p>
      <div className="body">
        <dl className="measures">
          <Measurement
            name="Loudness"
            value={`${formatSigned(span.loudness, 1)} dB`}
            words={LOUDNESS_WORDS}
            rank={computeRank(loudnesses, span.loudness)}
          />
          {own && (
            <>
              <Measurement
                name="Brightness"
                value={`${Math.round(own.brightness).toLocaleString('en')} Hz`}
                words={BRIGHTNESS_WORDS}
                rank={computeRank(brightnesses, own.brightness)}
              />
              <Measurement
                name="Noisiness"
                value={own.noisiness.toFixed(2)}
                words={NOISINESS_WORDS}
                rank={computeRank(noisinesses, own.noisiness)}
              />
            </>
          )}
          {chunk && (
            <div>
              <dt>Trust</dt>
              <dd>{formatPercent(chunk.trust)}</dd>
              <ValueBar at={chunk.trust} />
            </div>
          )}
        </dl>
        {chunk && song && (
          <>
            <p className="fine">
              Loud, bright and noisy as this song goes. Trust: of its {describeNeighbors(song.chunks.length)}, so many
              are also its nearest in the room.
            </p>
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
