import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../../../scenes/state/format-time.ts'
import type { Session } from '../../session/session.ts'
import { BRIGHTNESS, LOUDNESS, NOISINESS, rankIn, wordFor } from '../../shared/captions/quantile-words.ts'
import { useDescriptions } from '../../shared/captions/use-descriptions.ts'
import { cssColor } from '../../shared/song-gradient.ts'
import { percent, signed } from './number-format.ts'
import { AlikeList } from './similar-list.tsx'
import { neighborsOf } from './trust-legend.tsx'

/** The chunk that was last picked anywhere: what it is, how it sounds, and what sounds like it. */
export function ChunkCard({ session }: { session: Session }) {
  const { store, live, actions } = session
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
        <i className="swatch" style={{ background: cssColor(live.colors.subarray(selected * 3, selected * 3 + 3)) }} />
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
          <Measure
            name="Loudness"
            value={`${signed(span.loudness, 1)} dB`}
            words={LOUDNESS}
            rank={rankIn(loudnesses, span.loudness)}
          />
          {own && (
            <>
              <Measure
                name="Brightness"
                value={`${Math.round(own.brightness).toLocaleString('en')} Hz`}
                words={BRIGHTNESS}
                rank={rankIn(brightnesses, own.brightness)}
              />
              <Measure
                name="Noisiness"
                value={own.noisiness.toFixed(2)}
                words={NOISINESS}
                rank={rankIn(noisinesses, own.noisiness)}
              />
            </>
          )}
          {chunk && (
            <div>
              <dt>Trust</dt>
              <dd>{percent(chunk.trust)}</dd>
              <Track at={chunk.trust} />
            </div>
          )}
        </dl>
        {chunk && song && (
          <>
            <p className="fine">
              Loud, bright and noisy as this song goes. Trust: of its {neighborsOf(song.chunks.length)}, so many are
              also its nearest in the room.
            </p>
            <AlikeList session={session} song={song} chunk={selected} />
          </>
        )}
      </div>
    </section>
  )
}

type MeasureProps = { name: string; value: string; words: typeof LOUDNESS; rank: number | null }

function Measure({ name, value, words, rank }: MeasureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {rank !== null && <em>{wordFor(words, rank)}</em>} {value}
      </dd>
      {rank !== null && <Track at={rank} />}
    </div>
  )
}

const Track = ({ at }: { at: number }) => (
  <span className="track" aria-hidden="true">
    <i style={{ left: `${at * 100}%` }} />
  </span>
)
