import { useStore } from 'zustand'
import { useSceneContext } from '../state/scene-context.ts'
import { PanelButton } from './panel-button.tsx'
import { PanelRow } from './panel-row.tsx'

/** One button per language, named in that language and below every page, so that speakers of each can find it. */
export function PanelLanguageButtons() {
  const { store } = useSceneContext()
  const languages = useStore(store, (state) => state.languages)
  const language = useStore(store, (state) => state.language)
  if (languages.length < 2) return null
  return (
    <PanelRow gap={6}>
      {languages.map(({ value, name }) => (
        <PanelButton
          key={value}
          label={name}
          group="Languages"
          on={value === language}
          onPress={() => store.setState({ language: value })}
        />
      ))}
    </PanelRow>
  )
}
