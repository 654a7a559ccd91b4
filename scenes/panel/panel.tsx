import { Container, type VanillaContainer } from '@react-three/uikit'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Group } from 'three'
import { useStore } from 'zustand'
import { useSceneContext, useXRLabels } from '../state/ui-store.ts'
import { wrapText } from './fit-text.ts'
import { PanelButton, PanelRow, PanelTab } from './panel-controls.tsx'
import { PauseIcon, PlayIcon, StepIcon } from './panel-icons.tsx'
import { ComfortPage, LookPage, MovePage, SongPage } from './panel-pages.tsx'
import { PanelSongList } from './panel-song-list.tsx'
import { PanelSongTrack } from './panel-song-track.tsx'
import { PanelText, TextTextureProvider } from './panel-text.tsx'
import {
  BORDER_COLOR,
  BUTTON_HEIGHT_PX,
  CONTENT_WIDTH_PX,
  GAP_PX,
  MUTED_COLOR,
  PANEL_COLOR,
  PANEL_PADDING_PX,
  PANEL_WIDTH_PX,
  PIXEL_SIZE_M,
  PRIMARY_TEXT_COLOR,
  TEXT_COLOR,
} from './panel-theme.ts'
import { createTextMeasure, TextTexture } from './text-texture.ts'

const PAGES = [
  { name: 'song', content: () => <SongPage /> },
  { name: 'songs', content: () => <PanelSongList /> },
  { name: 'look', content: () => <LookPage /> },
  { name: 'move', content: () => <MovePage /> },
  { name: 'comfort', content: () => <ComfortPage /> },
] as const
/** Four rows of keys, whatever page: the panel keeps its size. */
const PAGE_HEIGHT_PX = 4 * BUTTON_HEIGHT_PX + 3 * GAP_PX
const EXIT_WIDTH_PX = 96
const HEADING_WIDTH_PX = CONTENT_WIDTH_PX - EXIT_WIDTH_PX - GAP_PX

/**
 * The panel beside the visitor in the headset: the same controls as the page. Three draw calls: panels, numbers, and
 * the words before them. Where it stands: place.ts.
 */
export function Panel() {
  const { frameState, services } = useSceneContext()
  const words = useXRLabels()
  const [page, setPage] = useState<(typeof PAGES)[number]['name']>('song')
  const root = useRef<VanillaContainer>(null)
  const letters = useMemo(() => new TextTexture(), [])
  useEffect(() => () => letters.dispose(), [letters])
  const seat = useCallback(
    (group: Group | null) => {
      frameState.panel.side = 0
      const updateText = () => {
        if (root.current) letters.update(root.current)
      }
      services.panel = group && { group, updateText }
    },
    [frameState, services, letters],
  )
  return (
    <group ref={seat}>
      <primitive object={letters.mesh} pointerEvents="none" />
      <TextTextureProvider value={letters}>
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
          // Above the light that is added to the floor.
          renderOrder={10}
        >
          <Container pointerEvents="none" width={CONTENT_WIDTH_PX} flexDirection="column" gap={14}>
            <Heading />
            <PanelSongTrack />
            <Transport />
            <PanelRow gap={4}>
              {PAGES.map(({ name }) => (
                <PanelTab key={name} label={words[name]} on={page === name} onPress={() => setPage(name)} />
              ))}
            </PanelRow>
            <Container height={PAGE_HEIGHT_PX} flexDirection="column" gap={GAP_PX}>
              {PAGES.find(({ name }) => name === page)?.content()}
            </Container>
            <LanguageButtons />
          </Container>
        </Container>
      </TextTextureProvider>
    </group>
  )
}

/** What is heard, or what is being done; and the way out. */
function Heading() {
  const { store, actions } = useSceneContext()
  const title = useStore(store, (state) => state.title)
  const artist = useStore(store, (state) => state.artist)
  const error = useStore(store, (state) => state.error)
  const words = useXRLabels()
  const opening = useStore(store, (state) => state.stage !== null)
  const below = error ?? (opening ? words.listening : artist)
  const lines = useMemo(
    () => (error === null ? [below] : wrapText(below, createTextMeasure(22), HEADING_WIDTH_PX)),
    [error, below],
  )
  return (
    <PanelRow>
      <Container flexGrow={1} flexBasis={0} flexDirection="column" gap={2}>
        <PanelRow>
          <PanelText size={28}>{title || 'songwalk'}</PanelText>
        </PanelRow>
        {lines.map((line) => (
          <PanelRow key={line}>
            <PanelText color={error === null ? MUTED_COLOR : '#ffcf8f'}>{line}</PanelText>
          </PanelRow>
        ))}
      </Container>
      <PanelButton label={words.exit} width={EXIT_WIDTH_PX} onPress={actions.exitXR} />
    </PanelRow>
  )
}

function Transport() {
  const { store, actions } = useSceneContext()
  const words = useXRLabels()
  const playing = useStore(store, (state) => state.playing)
  const ready = useStore(store, (state) => state.outline.length > 0)
  const tall = { height: 66, disabled: !ready }
  return (
    <PanelRow>
      <PanelButton label={words.previous} {...tall} onPress={() => actions.stepChunk(-1)}>
        <StepIcon back color={TEXT_COLOR} />
      </PanelButton>
      <PanelButton
        label={playing ? words.pause : words.play}
        primary
        {...tall}
        onPress={playing ? actions.pause : actions.play}
      >
        {playing ? <PauseIcon color={PRIMARY_TEXT_COLOR} /> : <PlayIcon color={PRIMARY_TEXT_COLOR} />}
      </PanelButton>
      <PanelButton label={words.next} {...tall} onPress={() => actions.stepChunk(1)}>
        <StepIcon color={TEXT_COLOR} />
      </PanelButton>
    </PanelRow>
  )
}

/** On every page, in their own letters: who cannot read the rest finds them. */
function LanguageButtons() {
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
