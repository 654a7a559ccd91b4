import { Container, type VanillaContainer } from '@react-three/uikit'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Group } from 'three'
import { useSceneContext, useXRLabels } from '../state/scene-context.ts'
import { PanelHeading } from './panel-heading.tsx'
import { PanelLanguageButtons } from './panel-language-buttons.tsx'
import { ComfortPage, LookPage, MovePage, SongPage } from './panel-pages.tsx'
import { PanelRow } from './panel-row.tsx'
import { PanelSongList } from './panel-song-list.tsx'
import { PanelSongTrack } from './panel-song-track.tsx'
import { PanelTab } from './panel-tab.tsx'
import { TextTextureProvider } from './panel-text.tsx'
import {
  BORDER_COLOR,
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
  { name: 'move', content: () => <MovePage /> },
  { name: 'comfort', content: () => <ComfortPage /> },
] as const
/** Four rows of buttons, the same on every page, so that the panel keeps its size. */
const PAGE_HEIGHT_PX = 4 * BUTTON_HEIGHT_PX + 3 * GAP_PX

/**
 * The panel beside the visitor in a headset, with the controls of the page. Three draw calls: boxes, numbers, and text in
 * front of them. Its pose: update-panel-pose.ts.
 */
export function Panel() {
  const { frameState, services } = useSceneContext()
  const labels = useXRLabels()
  const [page, setPage] = useState<(typeof PAGES)[number]['name']>('song')
  const root = useRef<VanillaContainer>(null)
  const textTexture = useMemo(() => new TextTexture(), [])
  useEffect(() => () => textTexture.dispose(), [textTexture])
  const attach = useCallback(
    (group: Group | null) => {
      frameState.panel.side = 0
      const updateText = () => {
        if (root.current) textTexture.update(root.current)
      }
      services.panel = group && { group, updateText }
    },
    [frameState, services, textTexture],
  )
  return (
    <group ref={attach}>
      <primitive object={textTexture.mesh} pointerEvents="none" />
      <TextTextureProvider value={textTexture}>
        <Container
          ref={root}
          pixelSize={PIXEL_SIZE_M}
          width={PANEL_WIDTH_PX}
          padding={PANEL_PADDING_PX}
          borderRadius={34}
          backgroundColor={PANEL_COLOR}
          borderWidth={2}
          borderColor={BORDER_COLOR}
          fontWeight="medium"
          // After the light on the floor, which is added without depth.
          renderOrder={10}
        >
          <Container pointerEvents="none" width={CONTENT_WIDTH_PX} flexDirection="column" gap={14}>
            <PanelHeading />
            <PanelSongTrack />
            <PanelTransport />
            <PanelRow gap={4}>
              {PAGES.map(({ name }) => (
                <PanelTab key={name} label={labels[name]} on={page === name} onPress={() => setPage(name)} />
              ))}
            </PanelRow>
            <Container height={PAGE_HEIGHT_PX} flexDirection="column" gap={GAP_PX}>
              {PAGES.find(({ name }) => name === page)?.content()}
            </Container>
            <PanelLanguageButtons />
          </Container>
        </Container>
      </TextTextureProvider>
    </group>
  )
}
