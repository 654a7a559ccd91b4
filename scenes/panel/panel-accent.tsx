import { createContext, useContext, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { useSceneContext } from '../state/scene-context.ts'
import { usePolledValue } from '../state/use-poll.ts'
import { computeTrackColors, TRACK_SEGMENTS } from './track-colors.ts'

const PanelAccentContext = createContext('#8fa3ff')
export const PanelAccentProvider = PanelAccentContext.Provider

/** The panel's color: that of the song at the playhead, as #rrggbb. */
export const useAccent = (): string => useContext(PanelAccentContext)

/** Colors of the seek bar's segments. */
export function useTrackColors(): readonly string[] {
  const { store, frameState } = useSceneContext()
  const outline = useStore(store, (state) => state.outline)
  const palette = useStore(store, (state) => state.preferences.palette)
  // biome-ignore lint/correctness/useExhaustiveDependencies: frameState is mutable; outline and palette change with its colors
  return useMemo(() => computeTrackColors(frameState.boxes), [frameState, outline, palette])
}

/** Reads the color for the open panel's provider; it changes with the seek bar's segments. */
export function usePanelAccent(): string {
  const { store, frameState } = useSceneContext()
  const duration = useStore(store, (state) => state.duration)
  const colors = useTrackColors()
  const shown = useRef(0)
  const [segment] = usePolledValue(() => {
    // Nobody sees a folded panel.
    if (!frameState.panel.called || duration === 0) return shown.current
    const share = frameState.playhead.time / duration
    shown.current = Math.min(TRACK_SEGMENTS - 1, Math.floor(share * TRACK_SEGMENTS))
    return shown.current
  })
  return colors[segment] ?? '#8fa3ff'
}
