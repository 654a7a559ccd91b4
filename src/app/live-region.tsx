import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../../audio/format-time.ts'
import { useTranslate } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'
import { formatAnnouncement } from '../shared/captions/format-caption.ts'
import { createMessageThrottle } from '../shared/captions/message-throttle.ts'
import { useCaptions } from '../shared/captions/use-captions.ts'
import hidden from '../shared/visually-hidden.module.css'
import styles from './live-region.module.css'

/** A screen reader needs this long for a sentence. */
const SPEECH_INTERVAL_MS = 2000

/** What sounds, in words: a caption on the page and in the headset, and announcements for screen readers. */
export function LiveRegion({ session }: { session: Session }) {
  const { store, frameState, services } = session
  const caption = useStore(store, (state) => state.caption)
  const t = useTranslate()
  const [announcement, setAnnouncement] = useState('')
  const speech = useRef({ throttle: createMessageThrottle(SPEECH_INTERVAL_MS), last: '' })
  const announced = useRef({ playing: false, title: '' })
  useCaptions(session, {
    onLook: ({ sounding, adjectives }) => {
      const { playing, title, phase } = store.getState()
      const { count } = frameState.boxes
      // A new song, or a pause, is announced before the chunk that sounds.
      const news =
        phase === 'ready' && title !== announced.current.title
          ? t('captions.ready', { title, count })
          : announced.current.playing && !playing
            ? t('captions.pausedAt', { time: formatTime(services.playback?.time() ?? 0) })
            : null
      const message = news ?? (sounding && formatAnnouncement(sounding, count, adjectives, t))
      const spoken = speech.current.throttle(message, performance.now())
      if (spoken !== null) {
        speech.current.last = spoken
        setAnnouncement(spoken)
      }
      // News that the throttle held back is announced at the next poll.
      if (news === null || speech.current.last === news)
        announced.current = { playing, title: phase === 'ready' ? title : announced.current.title }
    },
  })
  return (
    <>
      <p className={hidden.visuallyHidden} role="status" aria-label={t('captions.region')}>
        {announcement}
      </p>
      {caption !== null && (
        <p className={styles.caption} data-caption="" data-stays="">
          {caption}
        </p>
      )}
    </>
  )
}
