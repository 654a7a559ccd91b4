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
export function useXRLanguage({ session, visitController }: ExhibitContext, languages: readonly string[]): void {
  const t = useTranslate()
  const language = useStore(visitController.store, (state) => state.language)
  useEffect(() => {
    session.store.setState({ xrLabels: getXRLabels(language), language })
  }, [session, language])
  useEffect(() => {
    session.store.setState({ languages: languages.map((value) => ({ value, name: getLanguageName(value) })) })
    return session.store.subscribe((now, before) => {
      const visitLanguage = visitController.store.getState().language
      if (now.language === before.language || now.language === visitLanguage) return
      visitController.dispatch({ type: 'language', language: now.language })
      session.store.setState({ language: visitController.store.getState().language })
    })
  }, [session, visitController, languages])
  useEffect(() => {
    const { frameState, services } = session
    const getAdjectives = createChunkAdjectives(session)
    const updateCaption = createCaptionUpdater(session)
    const describeChunk = (chunk: number) => getAdjectives(chunk).map((word) => t(`captions.adjectives.${word}`))
    services.describeChunk = describeChunk
    const showCaption = () => {
      const screenKey =
        session.store.getState().xrMode === 'vr' && XR_CAPTION_KEYS[visitController.store.getState().scene]
      if (screenKey) return session.store.setState({ caption: t(screenKey) })
      const sounding = findSoundingChunk(session)
      if (!sounding) return updateCaption(null, performance.now())
      const { chunk, time } = sounding
      const chunkText = t('captions.chunk', { chunk: chunk + 1, count: frameState.boxes.count })
      updateCaption(
        [formatTime(time), chunkText, describeChunk(chunk).join(', ')].filter(Boolean).join(' · '),
        performance.now(),
      )
    }
    const timer = window.setInterval(showCaption, CAPTION_POLL_INTERVAL_MS)
    return () => window.clearInterval(timer)
  }, [session, visitController, t])
}
