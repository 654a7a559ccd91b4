import { useEffect } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../../../scenes/state/format-time.ts'
import { nameOf, roomWordsOf, useWords } from '../../i18n/i18n.ts'
import { createCaptionUpdater } from '../../shared/captions/caption.ts'
import { createChunkAdjectives } from '../../shared/captions/chunk-adjectives.ts'
import { findSoundingChunk } from '../../shared/captions/current-sounds.ts'
import type { Piece } from '../exhibit-context.ts'

const LOOK_MS = 250

/** "rather quiet", as it is called in the files of languages. */
const keyOf = (word: string) => `sound.${word.replace(/ (.)/, (_, letter: string) => letter.toUpperCase())}`

/** What the page shows over the room, said to who wears a headset. */
const SAID: { [scene: string]: string | undefined } = {
  attract: 'begin',
  reminder: 'reminder.title',
  ending: 'ending.title',
  paused: 'paused.title',
}

/** What the room itself says, on its panel, beside its boxes and in its captions, is in the visitor's language. */
export function useRoomLanguage({ session, flow }: Piece, languages: readonly string[]): void {
  const t = useWords()
  const language = useStore(flow.store, (state) => state.language)
  useEffect(() => {
    session.store.setState({ xrLabels: roomWordsOf(language), language })
  }, [session, language])
  useEffect(() => {
    session.store.setState({ languages: languages.map((value) => ({ value, name: nameOf(value) })) })
    return session.store.subscribe((now, before) => {
      const spoken = flow.store.getState().language
      if (now.language === before.language || now.language === spoken) return
      flow.act({ type: 'language', language: now.language })
      session.store.setState({ language: flow.store.getState().language })
    })
  }, [session, flow, languages])
  useEffect(() => {
    const { live } = session
    const wordsFor = createChunkAdjectives(session)
    const caption = createCaptionUpdater(session)
    live.describe = (chunk) => wordsFor(chunk).map((word) => t(keyOf(word)))
    const look = () => {
      const said = session.store.getState().xrMode === 'vr' && SAID[flow.store.getState().scene]
      if (said) return session.store.setState({ caption: t(said) })
      const sounding = findSoundingChunk(live)
      if (!sounding) return caption(null, performance.now())
      const { chunk, time } = sounding
      const which = t('sound.chunk', { chunk: chunk + 1, count: live.count })
      caption([formatTime(time), which, live.describe(chunk).join(', ')].filter(Boolean).join(' · '), performance.now())
    }
    const timer = window.setInterval(look, LOOK_MS)
    return () => window.clearInterval(timer)
  }, [session, flow, t])
}
