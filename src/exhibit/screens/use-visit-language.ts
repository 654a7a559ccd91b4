import { useMemo } from 'react'
import { type TranslationKey, useTranslate } from '../../i18n/i18n.ts'
import { useCaptions } from '../../shared/captions/use-captions.ts'
import { useXRLanguage } from '../../shared/use-xr-language.ts'
import type { ExhibitContext } from '../exhibit-context.ts'

/** Captions in the headset for screens that the page shows over the room. */
const NOTICE_KEYS: { readonly [scene: string]: TranslationKey | undefined } = {
  attract: 'welcome.begin',
  reminder: 'exhibit.reminder.title',
  ending: 'exhibit.ending.title',
  paused: 'welcome.paused',
}

/** Keeps panel, captions and canvas in the visitor's language. The panel in the headset can change it too. */
export function useVisitLanguage({ session, visitController }: ExhibitContext, languages: readonly string[]): void {
  const t = useTranslate()
  const room = t('exhibit.room')
  const labels = useMemo(() => ({ canvasOutside: room, canvasInside: room, canvasKeys: '' }), [room])
  const panelLanguages = useMemo(() => {
    const getLanguage = () => visitController.store.getState().language
    const choose = (language: string) => {
      if (language !== getLanguage()) visitController.dispatch({ type: 'language', language })
      return getLanguage()
    }
    return { languages, choose }
  }, [visitController, languages])
  useXRLanguage(session, labels, panelLanguages)
  useCaptions(session, {
    getNotice: () => {
      const key = session.store.getState().xrMode === 'vr' && NOTICE_KEYS[visitController.store.getState().scene]
      return key ? t(key) : null
    },
  })
}
