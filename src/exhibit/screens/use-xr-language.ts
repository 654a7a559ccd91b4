import { useEffect } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../../../scenes/state/format-time.ts'
import { getLanguageName, getXRLabels, type TranslationKey, useTranslate } from '../../i18n/i18n.ts'
import { createCaptionUpdater } from '../../shared/captions/caption.ts'
import { createChunkAdjectives } from '../../shared/captions/chunk-adjectives.ts'
import { findSoundingChunk } from '../../shared/captions/current-sounds.ts'
import type { ExhibitContext } from '../exhibit-context.ts'

const CAPTION_POLL_INTERVAL_MS = 250

/** What the page shows over the room, said to who wears a headset. */
const XR_CAPTION_KEYS: { [scene: string]: TranslationKey | undefined } = {
  attract: 'exhibit.begin',
  reminder: 'exhibit.reminder.title',
  ending: 'exhibit.ending.title',
  paused: 'exhibit.paused.title',
}

/** What the room itself says, on its panel, beside its boxes and in its captions, is in the visitor's language. */
export function useXRLanguage({ session, visitController: flow }: ExhibitContext, languages: readonly string[]): void {
  const t = useTranslate()
  const language = useStore(flow.store, (state) => state.language)
  useEffect(() => {
    session.store.setState({ xrLabels: getXRLabels(language), language })
  }, [session, language])
  useEffect(() => {
    session.store.setState({ languages: languages.map((value) => ({ value, name: getLanguageName(value) })) })
    return session.store.subscribe((now, before) => {
      const spoken = flow.store.getState().language
      if (now.language === before.language || now.language === spoken) return
      flow.dispatch({ type: 'language', language: now.language })
      session.store.setState({ language: flow.store.getState().language })
    })
  }, [session, flow, languages])
  useEffect(() => {
    const { frameState, services } = session
    const wordsFor = createChunkAdjectives(session)
    const caption = createCaptionUpdater(session)
    const describeChunk = (chunk: number) => wordsFor(chunk).map((word) => t(`captions.adjectives.${word}`))
    services.describeChunk = describeChunk
    const look = () => {
      const said = session.store.getState().xrMode === 'vr' && XR_CAPTION_KEYS[flow.store.getState().scene]
      if (said) return session.store.setState({ caption: t(said) })
      const sounding = findSoundingChunk(session)
      if (!sounding) return caption(null, performance.now())
      const { chunk, time } = sounding
      const which = t('captions.chunk', { chunk: chunk + 1, count: frameState.boxes.count })
      caption([formatTime(time), which, describeChunk(chunk).join(', ')].filter(Boolean).join(' · '), performance.now())
    }
    const timer = window.setInterval(look, CAPTION_POLL_INTERVAL_MS)
    return () => window.clearInterval(timer)
  }, [session, flow, t])
}
