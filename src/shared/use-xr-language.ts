import { useEffect } from 'react'
import type { XRLabels } from '../../scenes/state/xr-labels.ts'
import { getLanguageName, getXRLabels, useLanguage } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'

/** Languages offered on the panel in the headset; `choose` returns the language that takes effect. */
export type PanelLanguages = { languages: readonly string[]; choose: (language: string) => string }

/**
 * Keeps the scene's texts in the page's language.
 * @param labels replace those of the language files; the same object at every render
 * @param panelLanguages the same object at every render
 */
export function useXRLanguage({ store }: Session, labels?: Partial<XRLabels>, panelLanguages?: PanelLanguages): void {
  const language = useLanguage()
  useEffect(() => {
    store.setState({ xrLabels: { ...getXRLabels(language), ...labels }, language })
  }, [store, language, labels])
  useEffect(() => {
    if (!panelLanguages) return
    const { languages, choose } = panelLanguages
    store.setState({ languages: languages.map((value) => ({ value, name: getLanguageName(value) })) })
    let current = store.getState().language
    return store.subscribe((state) => {
      if (state.language === current) return
      current = state.language
      current = choose(state.language)
      if (current !== state.language) store.setState({ language: current })
    })
  }, [store, panelLanguages])
}
