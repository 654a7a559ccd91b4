import { Container, type VanillaContainer } from '@react-three/uikit'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Group } from 'three'
import { useStore } from 'zustand'
import { useRoom, useRoomWords } from '../state/ui-store.ts'
import { wrapped } from './fit-text.ts'
import { Key, Row, Tab } from './panel-controls.tsx'
import { PauseIcon, PlayIcon, StepIcon } from './panel-icons.tsx'
import { ComfortPage, LookPage, MovePage, SongPage } from './panel-pages.tsx'
import { SongList } from './panel-song-list.tsx'
import { SongTrack } from './panel-song-track.tsx'
import { LettersProvider, Words } from './panel-text.tsx'
import { DARK, EDGE, GAP, GLASS, INK, INNER, KEY, PADDING, PIXEL, SOFT, WIDTH } from './panel-theme.ts'
import { Letters, widthOf } from './text-texture.ts'

const PAGES = [
  { name: 'song', content: () => <SongPage /> },
  { name: 'songs', content: () => <SongList /> },
  { name: 'look', content: () => <LookPage /> },
  { name: 'move', content: () => <MovePage /> },
  { name: 'comfort', content: () => <ComfortPage /> },
] as const
/** Four rows of keys, whatever page: the panel keeps its size. */
const PAGE_HEIGHT = 4 * KEY + 3 * GAP
const EXIT = 96
const BESIDE_EXIT = INNER - EXIT - GAP

/**
 * The panel beside the visitor in the headset: the same controls as the page. Three draw calls: panels, numbers, and
 * the words before them. Where it stands: place.ts.
 */
export function Panel() {
  const { live } = useRoom()
  const words = useRoomWords()
  const [page, setPage] = useState<(typeof PAGES)[number]['name']>('song')
  const root = useRef<VanillaContainer>(null)
  const letters = useMemo(() => new Letters(), [])
  useEffect(() => () => letters.dispose(), [letters])
  const seat = useCallback(
    (group: Group | null) => {
      live.panel.group = group
      live.panel.beside.side = 0
      live.panel.write = () => {
        if (root.current) letters.write(root.current)
      }
    },
    [live, letters],
  )
  return (
    <group ref={seat}>
      <primitive object={letters.mesh} pointerEvents="none" />
      <LettersProvider value={letters}>
        <Container
          ref={root}
          pixelSize={PIXEL}
          width={WIDTH}
          padding={PADDING}
          borderRadius={34}
          backgroundColor={GLASS}
          borderWidth={2}
          borderColor={EDGE}
          fontWeight="medium"
          // Above the light that is added to the floor.
          renderOrder={10}
        >
          <Container pointerEvents="none" width={INNER} flexDirection="column" gap={14}>
            <Heading />
            <SongTrack />
            <Transport />
            <Row gap={4}>
              {PAGES.map(({ name }) => (
                <Tab key={name} label={words[name]} on={page === name} onPress={() => setPage(name)} />
              ))}
            </Row>
            <Container height={PAGE_HEIGHT} flexDirection="column" gap={GAP}>
              {PAGES.find(({ name }) => name === page)?.content()}
            </Container>
            <Languages />
          </Container>
        </Container>
      </LettersProvider>
    </group>
  )
}

/** What is heard, or what is being done; and the way out. */
function Heading() {
  const { store, actions } = useRoom()
  const title = useStore(store, (state) => state.title)
  const artist = useStore(store, (state) => state.artist)
  const error = useStore(store, (state) => state.error)
  const words = useRoomWords()
  const opening = useStore(store, (state) => state.stage !== null)
  const below = error ?? (opening ? words.listening : artist)
  const lines = useMemo(() => (error === null ? [below] : wrapped(below, widthOf(22), BESIDE_EXIT)), [error, below])
  return (
    <Row>
      <Container flexGrow={1} flexBasis={0} flexDirection="column" gap={2}>
        <Row>
          <Words size={28}>{title || 'songwalk'}</Words>
        </Row>
        {lines.map((line) => (
          <Row key={line}>
            <Words color={error === null ? SOFT : '#ffcf8f'}>{line}</Words>
          </Row>
        ))}
      </Container>
      <Key label={words.exit} width={EXIT} onPress={actions.exit} />
    </Row>
  )
}

function Transport() {
  const { store, actions } = useRoom()
  const words = useRoomWords()
  const playing = useStore(store, (state) => state.playing)
  const ready = useStore(store, (state) => state.outline.length > 0)
  const tall = { height: 66, disabled: !ready }
  return (
    <Row>
      <Key label={words.previous} {...tall} onPress={() => actions.step(-1)}>
        <StepIcon back color={INK} />
      </Key>
      <Key label={playing ? words.pause : words.play} bright {...tall} onPress={playing ? actions.pause : actions.play}>
        {playing ? <PauseIcon color={DARK} /> : <PlayIcon color={DARK} />}
      </Key>
      <Key label={words.next} {...tall} onPress={() => actions.step(1)}>
        <StepIcon color={INK} />
      </Key>
    </Row>
  )
}

/** On every page, in their own letters: who cannot read the rest finds them. */
function Languages() {
  const { store } = useRoom()
  const languages = useStore(store, (state) => state.languages)
  const language = useStore(store, (state) => state.language)
  if (languages.length < 2) return null
  return (
    <Row gap={6}>
      {languages.map(({ value, name }) => (
        <Key
          key={value}
          label={name}
          group="Languages"
          on={value === language}
          onPress={() => store.setState({ language: value })}
        />
      ))}
    </Row>
  )
}
