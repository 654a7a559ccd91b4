import { useEffect, useMemo, useRef, useState } from 'react'
import type { Song } from '../../../audio/song/song.ts'
import { formatTime } from '../../../scenes/state/format-time.ts'
import type { Session } from '../../session/session.ts'
import { toCssLinearColor } from '../../shared/song-gradient.ts'
import { playInSequence } from './play-in-sequence.ts'
import { findSimilarChunks } from './similar-chunks.ts'

const SIMILAR_COUNT = 5

/** What sounds most like a chunk: one click goes there, one button plays all. */
export function SimilarList({ session, song, chunk }: { session: Session; song: Song; chunk: number }) {
  const { frameState, actions } = session
  const alike = useMemo(() => findSimilarChunks(song.chunks, chunk, SIMILAR_COUNT), [song, chunk])
  const [sounding, setSounding] = useState<number | null>(null)
  const stop = useRef(() => {})
  // Another chunk's list, or none: what was playing belongs to this one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it ends with the chunk and the song
  useEffect(
    () => () => {
      stop.current()
      // The list goes from under the pointer, and nobody tells that it left.
      frameState.pointer.hoveredChunk = -1
    },
    [song, chunk],
  )
  if (alike.length === 0) return null
  /** Its box in the room lights up, as if pointed at. On every move: the room tells late that the pointer left it. */
  const point = (other: number) => {
    frameState.pointer.hoveredChunk = other
  }
  const hear = () => {
    const chunks = alike.map((other) => other.chunk)
    stop.current = playInSequence(session, chunks, setSounding)
  }
  return (
    <div className="alike">
      <h3>Most alike</h3>
      <ol>
        {alike.map(({ chunk: other, distance }, place) => {
          const { start } = song.chunks[other] as { start: number }
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a button stays in its place, so that the focus stays on it
            <li key={place}>
              <button
                type="button"
                aria-current={sounding === other}
                title={`Distance in features: ${distance.toFixed(2)}`}
                onPointerMove={() => point(other)}
                onPointerLeave={() => point(-1)}
                onFocus={() => point(other)}
                onBlur={() => point(-1)}
                onClick={() => actions.pickChunk(other)}
              >
                <i
                  className="swatch"
                  style={{ background: toCssLinearColor(frameState.boxes.colors.subarray(other * 3, other * 3 + 3)) }}
                />
                <span>
                  <b className="visually-hidden">Chunk </b>
                  {other + 1}
                  <b className="visually-hidden">, at </b>
                </span>
                <time>{formatTime(start)}</time>
              </button>
            </li>
          )
        })}
      </ol>
      {sounding === null ? (
        <button type="button" className="wide" onClick={hear}>
          Hear them in turn
        </button>
      ) : (
        <button type="button" className="wide" onClick={() => stop.current()}>
          Stop
        </button>
      )}
    </div>
  )
}
