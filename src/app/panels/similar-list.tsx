import { useEffect, useMemo, useRef, useState } from 'react'
import { formatTime } from '../../../audio/format-time.ts'
import type { Song } from '../../../audio/song/song.ts'
import { formatNumber } from '../../../scenes/state/format-number.ts'
import { useLanguage, useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import hidden from '../../shared/visually-hidden.module.css'
import panel from './panel.module.css'
import { playInSequence } from './play-in-sequence.ts'
import { findSimilarChunks } from './similar-chunks.ts'
import styles from './similar-list.module.css'
import { Swatch } from './swatch.tsx'

const SIMILAR_COUNT = 5

/** The chunks most like one: each can be picked, and all be played in sequence. */
export function SimilarList({ session, song, chunk }: { session: Session; song: Song; chunk: number }) {
  const { frameState, actions } = session
  const t = useTranslate()
  const language = useLanguage()
  const alike = useMemo(() => findSimilarChunks(song.chunks, chunk, SIMILAR_COUNT), [song, chunk])
  const [sounding, setSounding] = useState<number | null>(null)
  const stop = useRef(() => {})
  // What plays belongs to this chunk's list and ends with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it ends with the chunk and the song
  useEffect(
    () => () => {
      stop.current()
      // No event says that the pointer has left when the list goes away.
      frameState.pointer.hoveredChunk = -1
    },
    [song, chunk],
  )
  if (alike.length === 0) return null
  /** Highlights the box in the scene. At every move, as the scene's own pointer leaves late. */
  const point = (other: number) => {
    frameState.pointer.hoveredChunk = other
  }
  const hear = () => {
    const chunks = alike.map((other) => other.chunk)
    stop.current = playInSequence(session, chunks, setSounding)
  }
  return (
    <div className={styles.similarList}>
      <h3>{t('panels.similar.title')}</h3>
      <ol>
        {alike.map(({ chunk: other, distance }, place) => {
          const { start } = song.chunks[other] as { start: number }
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a button stays in its place, so that the focus stays on it
            <li key={place}>
              <button
                type="button"
                aria-current={sounding === other}
                title={t('panels.similar.distance', { distance: formatNumber(distance, language, 2) })}
                onPointerMove={() => point(other)}
                onPointerLeave={() => point(-1)}
                onFocus={() => point(other)}
                onBlur={() => point(-1)}
                onClick={() => actions.pickChunk(other)}
              >
                <Swatch colors={frameState.boxes.colors} chunk={other} />
                <b className={hidden.visuallyHidden}>
                  {t('panels.similar.chunk', { chunk: other + 1, time: formatTime(start) })}
                </b>
                <span aria-hidden="true">{formatNumber(other + 1, language)}</span>
                <time aria-hidden="true">{formatTime(start)}</time>
              </button>
            </li>
          )
        })}
      </ol>
      {sounding === null ? (
        <button type="button" className={`${panel.wide} ${styles.wide}`} onClick={hear}>
          {t('panels.similar.play')}
        </button>
      ) : (
        <button type="button" className={`${panel.wide} ${styles.wide}`} onClick={() => stop.current()}>
          {t('panels.similar.stop')}
        </button>
      )}
    </div>
  )
}
