import { useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'

/** On lower or narrower screens the strip is folded until it is asked for: the form has the picture. */
const largeScreenQuery = matchMedia('(min-width: 721px) and (min-height: 900px)')
const subscribeToScreenSize = (changed: () => void) => {
  largeScreenQuery.addEventListener('change', changed)
  return () => largeScreenQuery.removeEventListener('change', changed)
}

/** Whether the spectrogram strip is shown, and a function that shows or folds it. */
export function useStripShown({ store }: SceneContext): [shown: boolean, setShown: (shown: boolean) => void] {
  const asked = useStore(store, (state) => state.spectrogramShown)
  const isLarge = useSyncExternalStore(subscribeToScreenSize, () => largeScreenQuery.matches)
  return [asked ?? isLarge, (spectrogramShown) => store.setState({ spectrogramShown })]
}
