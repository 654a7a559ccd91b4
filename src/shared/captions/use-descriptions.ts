import { useEffect, useMemo, useState } from 'react'
import type { AudioDescriptors } from '../../../audio/playback/descriptors.ts'
import type { Song, SongChunk } from '../../../audio/song/song.ts'
import type { Session } from '../../session/session.ts'
import { soundPart } from '../../session/sound-part.ts'
import { sampleIndices } from './quantile-words.ts'

/** Size of the sample that stands for the song: a few milliseconds per chunk, quantiles to a few percent. */
export const MAX_SAMPLED_CHUNKS = 96

type ChunkDescriber = (chunk: SongChunk) => AudioDescriptors

/** Describes chunks from the open song's samples; reads only the described stretch of a long song. */
export function createChunkDescriber(session: Session): ChunkDescriber | null {
  const store = session.currentSong()?.audio.store
  const { part } = soundPart.store.getState()
  if (!store || !part) return null
  const { computeDescriptors, DESCRIBED_DURATION_S } = part
  const { sampleRate } = store
  return ({ start, end }) => {
    const from = Math.round(start * sampleRate)
    const until = Math.min(end, start + DESCRIBED_DURATION_S)
    const { buffer, startSample: first } = store.slice(from, Math.round(until * sampleRate))
    const channels = Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c))
    const offset = first / sampleRate
    return computeDescriptors({ channels, sampleRate }, start - offset, until - offset)
  }
}

/**
 * Descriptors of one chunk, and of a sample of its song to compare it with.
 * @param song null while there is nothing to describe
 */
export function useDescriptions(session: Session, song: Song | null, chunk: number | null) {
  const [spread, setSpread] = useState<{ song: Song; found: AudioDescriptors[] } | null>(null)
  const wanted = song !== null && chunk !== null
  useEffect(() => {
    const describe = createChunkDescriber(session)
    if (!wanted || !describe || spread?.song === song) return
    const found: AudioDescriptors[] = []
    const left = sampleIndices(song.chunks.length, MAX_SAMPLED_CHUNKS)
    // One chunk per task, so that the page stays responsive.
    const next = () => {
      const span = song.chunks[left.pop() ?? -1]
      if (!span) return setSpread({ song, found })
      found.push(describe(span))
      timer = window.setTimeout(next)
    }
    let timer = window.setTimeout(next)
    return () => window.clearTimeout(timer)
  }, [session, song, wanted, spread])
  const own = useMemo(() => {
    const describe = createChunkDescriber(session)
    const span = chunk === null ? undefined : song?.chunks[chunk]
    return describe && span ? describe(span) : null
  }, [session, song, chunk])
  return { own, others: spread && spread.song === song ? spread.found : [] }
}
