import { useEffect, useMemo, useState } from 'react'
import { type Description, describeSound } from '../../audio/descriptors.ts'
import type { Pcm } from '../../audio/pcm.ts'
import type { Song } from '../../audio/song.ts'
import type { Session } from '../session.ts'
import { evenly } from './spread.ts'

/** So many chunks stand for the whole song: a few milliseconds each, and quantiles to a few percent. */
const SAMPLE = 96

/** The buffer's own samples, without a copy. */
function soundOf(session: Session): Pcm | null {
  const buffer = session.opened()?.sound.buffer
  if (!buffer) return null
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c))
  return { channels, sampleRate: buffer.sampleRate }
}

/**
 * How one chunk sounds, and how others of its song do to compare it with.
 * @param song null while nothing can be described yet
 */
export function useDescriptions(session: Session, song: Song | null, chunk: number | null) {
  const [spread, setSpread] = useState<{ song: Song; found: Description[] } | null>(null)
  const wanted = song !== null && chunk !== null
  useEffect(() => {
    const sound = soundOf(session)
    if (!wanted || !sound || spread?.song === song) return
    const found: Description[] = []
    const left = evenly(song.chunks.length, SAMPLE)
    // One at a time, so that the page never waits.
    const next = () => {
      const span = song.chunks[left.pop() ?? -1]
      if (!span) return setSpread({ song, found })
      found.push(describeSound(sound, span.start, span.end))
      timer = window.setTimeout(next)
    }
    let timer = window.setTimeout(next)
    return () => window.clearTimeout(timer)
  }, [session, song, wanted, spread])
  const own = useMemo(() => {
    const sound = soundOf(session)
    const span = chunk === null ? undefined : song?.chunks[chunk]
    return sound && span ? describeSound(sound, span.start, span.end) : null
  }, [session, song, chunk])
  return { own, others: spread && spread.song === song ? spread.found : [] }
}
