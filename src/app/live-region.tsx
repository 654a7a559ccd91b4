import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../../scenes/state/format-time.ts'
import { useTranslate } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'
import { createCaptionUpdater } from '../shared/captions/caption.ts'
import { createChunkAdjectives } from '../shared/captions/chunk-adjectives.ts'
import {
  createMessageThrottle,
  findSoundingChunk,
  formatAnnouncement,
  formatCaption,
} from '../shared/captions/current-sounds.ts'

const POLL_INTERVAL_MS = 250
/** A voice needs so long for a sentence. */
const SPEECH_INTERVAL_MS = 2000

/** What sounds, in words: as a line that can be read, on the page and in the room, and for whoever has the page read out. */
export function LiveRegion({ session }: { session: Session }) {
  const caption = useStore(session.store, (state) => state.caption)
  const t = useTranslate()
  const [spoken, setSpoken] = useState('')
  useEffect(() => {
    const { store, frameState, services } = session
    const adjectivesOf = createChunkAdjectives(session)
    const wordsFor = (chunk: number) => adjectivesOf(chunk).map((key) => t(`captions.adjectives.${key}`))
    services.describeChunk = wordsFor
    const speak = createMessageThrottle(SPEECH_INTERVAL_MS)
    const caption = createCaptionUpdater(session)
    let spokenLast = ''
    let last = { playing: false, title: '' }
    const look = () => {
      const { playing, title, phase } = store.getState()
      const now = performance.now()
      const sounding = findSoundingChunk(session)
      const words = sounding ? wordsFor(sounding.chunk) : []
      // Before the chunk itself: that the song has come, or came to rest.
      const news =
        phase === 'ready' && title !== last.title
          ? `${title} is ready: ${frameState.boxes.count} chunks.`
          : last.playing && !playing
            ? `Paused at ${formatTime(services.playback?.time() ?? 0)}.`
            : null
      const said = speak(news ?? (sounding && formatAnnouncement(sounding, frameState.boxes.count, words)), now)
      if (said !== null) {
        spokenLast = said
        setSpoken(said)
      }
      // What is still to be said is said the next time.
      if (news === null || spokenLast === news) last = { playing, title: phase === 'ready' ? title : last.title }
      caption(sounding && formatCaption(sounding, frameState.boxes.count, words), now)
    }
    const timer = window.setInterval(look, POLL_INTERVAL_MS)
    return () => window.clearInterval(timer)
  }, [session, t])
  return (
    <>
      <p className="visually-hidden" role="status" aria-label="What sounds">
        {spoken}
      </p>
      {caption !== null && <p className="caption">{caption}</p>}
    </>
  )
}
