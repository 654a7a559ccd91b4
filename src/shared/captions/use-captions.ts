import { useEffect, useMemo } from 'react'
import { usePoll } from '../../../scenes/state/use-poll.ts'
import { useLanguage, useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { createCaptionUpdater } from './caption-updater.ts'
import { createChunkAdjectives } from './chunk-adjectives.ts'
import { formatCaption } from './format-caption.ts'
import { findSoundingChunk, type SoundingChunk } from './sounding-chunk.ts'

const CAPTION_POLL_INTERVAL_MS = 250

/** What sounds at one moment, with its adjectives in the page's language. */
export type CurrentSound = { sounding: SoundingChunk | null; adjectives: readonly string[] }

/**
 * Keeps the caption in the store, and the labels of boxes, in the page's language.
 * @param getNotice a sentence that replaces the caption, or null
 * @param onLook called at every poll, after the caption
 */
export function useCaptions(
  session: Session,
  { getNotice, onLook }: { getNotice?: () => string | null; onLook?: (sound: CurrentSound) => void },
): void {
  const { store, services, frameState } = session
  const t = useTranslate()
  const language = useLanguage()
  const getAdjectives = useMemo(() => createChunkAdjectives(session), [session])
  const updateCaption = useMemo(() => createCaptionUpdater(session), [session])
  const describeChunk = (chunk: number) => getAdjectives(chunk).map((key) => t(`captions.adjectives.${key}`))
  // biome-ignore lint/correctness/useExhaustiveDependencies: its texts depend on the language alone
  useEffect(() => {
    services.describeChunk = describeChunk
  }, [services, getAdjectives, language])
  usePoll(() => {
    const notice = getNotice?.()
    if (notice) return store.setState({ caption: notice })
    const sounding = findSoundingChunk(session)
    const adjectives = sounding ? describeChunk(sounding.chunk) : []
    updateCaption(sounding && formatCaption(sounding, frameState.boxes.count, adjectives, t), performance.now())
    onLook?.({ sounding, adjectives })
  }, CAPTION_POLL_INTERVAL_MS)
}
