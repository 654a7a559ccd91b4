import { useStore } from 'zustand'
import { useSceneContext } from '../state/scene-context.ts'
import { isRightToLeft } from '../state/text-direction.ts'

/** How rows of the panel run, and where their lines begin and end, in the visitor's language. */
export function usePanelDirection() {
  const isMirrored = useStore(useSceneContext().store, ({ language }) => isRightToLeft(language))
  return isMirrored
    ? ({ isMirrored, row: 'row-reverse', start: 'right', end: 'left' } as const)
    : ({ isMirrored, row: 'row', start: 'left', end: 'right' } as const)
}
