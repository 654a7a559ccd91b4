import { Container, type VanillaContainer } from '@react-three/uikit'
import { type ReactNode, startTransition, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Group } from 'three'
import { useStore } from 'zustand'
import { giveFeedback } from '../state/feedback.ts'
import { callPanel, type PanelControl } from '../state/panel-state.ts'
import { type UiState, useSceneContext, useXRLabels } from '../state/scene-context.ts'
import { DRAW_ORDER } from '../view/draw-order.ts'
import { PanelAccentProvider, usePanelAccent } from './panel-accent.tsx'
import { PanelHeading } from './panel-heading.tsx'
import { PanelLanguageButtons } from './panel-language-buttons.tsx'
import { PanelMark } from './panel-mark.tsx'
import { ComfortPage, LookPage, MovePage, PlacePage, SongPage } from './panel-pages.tsx'
import { PanelRow } from './panel-row.tsx'
import { PanelSongList } from './panel-song-list.tsx'
import { PanelSongTrack } from './panel-song-track.tsx'
import { PanelTab } from './panel-tab.tsx'
import { TextTextureProvider } from './panel-text.tsx'
import {
  BUTTON_HEIGHT_PX,
  CONTENT_WIDTH_PX,
  GAP_PX,
  PANEL_COLOR,
  PANEL_PADDING_PX,
  PANEL_WIDTH_PX,
  PIXEL_SIZE_M,
} from './panel-theme.ts'
import { PanelTransport } from './panel-transport.tsx'
import { TextTexture } from './text-texture.ts'

const PAGES = [
  { name: 'song', content: () => <SongPage /> },
  { name: 'songs', content: () => <PanelSongList /> },
  { name: 'look', content: () => <LookPage /> },
  { name: 'move', only: 'vr', content: () => <MovePage /> },
  { name: 'place', only: 'ar', content: () => <PlacePage /> },
  { name: 'comfort', content: () => <ComfortPage /> },
] as const satisfies readonly { name: string; only?: UiState['xrMode']; content: () => ReactNode }[]
/** Four rows of buttons, the same on every page, so that the panel keeps its size. */
const PAGE_HEIGHT_PX = 4 * BUTTON_HEIGHT_PX + 3 * GAP_PX

/**
 * The panel before the visitor in a headset, with the controls of the page, once it is called; before, its mark. Four draw
 * calls: its depth, boxes, numbers, and text in front of them. Its pose: update-panel-pose.ts.
 */
export function Panel({ present }: { present: boolean }) {
  const { store, frameState, services } = useSceneContext()
  const labels = useXRLabels()
  const xrMode = useStore(store, (state) => state.xrMode)
  const pages = PAGES.filter((one) => !('only' in one) || one.only === (xrMode ?? 'vr'))
  const [page, setPage] = useState<(typeof PAGES)[number]['name']>('song')
  const root = useRef<VanillaContainer>(null)
  const mark = useRef<PanelControl['object']>(null)
  const textTexture = useMemo(() => new TextTexture(), [])
  useEffect(() => () => textTexture.dispose(), [textTexture])
  const attach = useCallback(
    (group: Group | null) => {
      frameState.panel.side = 0
      const updateText = () => {
        if (!root.current) return
        // What has changed is laid out before, so that letters come with their shapes.
        root.current.update(0)
        textTexture.update(root.current)
      }
      if (group && mark.current) services.panel = { group, mark: mark.current, updateText }
      else services.panel = null
    },
    [frameState, services, textTexture],
  )
  const accent = usePanelAccent()
  useCallsOfPanel(present)
  const parts = useGradualParts(PART_COUNT)
  return (
    <>
      <PanelMark ref={mark} />
      <group
        ref={attach}
        onPointerMove={() => {
          frameState.panel.pointed = true
        }}
        onPointerDown={(event) => giveFeedback(frameState.feedback, 'panel', getInputSource(event))}
      >
        <primitive object={textTexture.mesh} pointerEvents="none" />
        <TextTextureProvider value={textTexture}>
          <PanelAccentProvider value={accent}>
            <Container
              ref={root}
              pixelSize={PIXEL_SIZE_M}
              width={PANEL_WIDTH_PX}
              padding={PANEL_PADDING_PX}
              borderRadius={34}
              backgroundColor={PANEL_COLOR}
              borderWidth={1.5}
              borderColor={`${accent}88`}
              fontWeight="medium"
              renderOrder={DRAW_ORDER.panel}
              // Before boxes, also those that hang before it: what holds the panel cannot say so for it.
              pointerEventsOrder={1}
            >
              <Container pointerEvents="none" width={CONTENT_WIDTH_PX} flexDirection="column" gap={14}>
                {parts > 0 && <PanelHeading />}
                {parts > 1 && <PanelSongTrack />}
                {parts > 2 && <PanelTransport />}
                {parts > 3 && (
                  <PanelRow gap={4}>
                    {pages.map(({ name }) => (
                      <PanelTab key={name} label={labels[name]} on={page === name} onPress={() => setPage(name)} />
                    ))}
                  </PanelRow>
                )}
                {parts > 4 && (
                  <Container height={PAGE_HEIGHT_PX} flexDirection="column" gap={GAP_PX}>
                    {(pages.find(({ name }) => name === page) ?? PAGES[0]).content()}
                  </Container>
                )}
                {parts > 5 && <PanelLanguageButtons />}
              </Container>
            </Container>
          </PanelAccentProvider>
        </TextTextureProvider>
      </group>
    </>
  )
}

/** @pmndrs/pointer-events adds the input source to events of a headset's pointers. */
const getInputSource = (event: object): XRInputSource | null =>
  (event as { pointerState?: { inputSource?: XRInputSource } }).pointerState?.inputSource ?? null

const PART_COUNT = 6
const PART_INTERVAL_MS = 40

/** Mounts a panel that nobody has called yet part by part: at once it would be a long task. @returns how many parts are there */
function useGradualParts(count: number): number {
  const [parts, setParts] = useState(0)
  useEffect(() => {
    if (parts === count) return
    const timer = setTimeout(() => startTransition(() => setParts(parts + 1)), PART_INTERVAL_MS)
    return () => clearTimeout(timer)
  }, [parts, count])
  return parts
}

/** The panel opens by itself where there is something to tell: a song that is still coming, or an error. */
function useCallsOfPanel(present: boolean) {
  const { store, frameState } = useSceneContext()
  useEffect(() => {
    const { panel } = frameState
    panel.present = present
    callPanel(panel, present && store.getState().outline.length === 0)
    if (!present) return
    return store.subscribe(({ error }, before) => {
      if (error !== null && error !== before.error) callPanel(panel, true)
    })
  }, [store, frameState, present])
}
