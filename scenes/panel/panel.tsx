import { Container, Text } from '@react-three/uikit'
import { useCallback, useState } from 'react'
import type { Group } from 'three'
import { useStore } from 'zustand'
import { useRoom } from '../room.ts'
import { Key, Row, Tab } from './controls.tsx'
import { PauseIcon, PlayIcon, StepIcon } from './icons.tsx'
import { DARK, EDGE, GAP, GLASS, INK, INNER, KEY, PADDING, PIXEL, SOFT, WIDTH } from './look.ts'
import { ComfortPage, LookPage, MovePage, SongPage } from './pages.tsx'
import { SongList } from './song-list.tsx'
import { SongTrack } from './song-track.tsx'
import { legible } from './words.ts'

type PageName = 'Song' | 'Songs' | 'Look' | 'Move' | 'Comfort'
const PAGES: readonly { name: PageName; content: () => React.ReactNode }[] = [
  { name: 'Song', content: () => <SongPage /> },
  { name: 'Songs', content: () => <SongList /> },
  { name: 'Look', content: () => <LookPage /> },
  { name: 'Move', content: () => <MovePage /> },
  { name: 'Comfort', content: () => <ComfortPage /> },
]
/** Four rows of keys, whatever page: the panel keeps its size. */
const PAGE_HEIGHT = 4 * KEY + 3 * GAP

/**
 * The panel beside the visitor in the headset: the same controls as the page. All of one font and one material, so
 * that it is two draw calls: panels and letters. Where it stands: place.ts.
 */
export function Panel() {
  const { live } = useRoom()
  const [page, setPage] = useState<PageName>('Song')
  const seat = useCallback(
    (group: Group | null) => {
      live.panel.group = group
      live.panel.beside.side = 0
    },
    [live],
  )
  return (
    <group ref={seat}>
      <Container
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
              <Tab key={name} label={name} on={page === name} onPress={() => setPage(name)} />
            ))}
          </Row>
          <Container height={PAGE_HEIGHT} flexDirection="column" gap={GAP}>
            {PAGES.find(({ name }) => name === page)?.content()}
          </Container>
        </Container>
      </Container>
    </group>
  )
}

/** What is heard, or what is being done; and the way out. */
function Heading() {
  const { store, actions } = useRoom()
  const title = useStore(store, (state) => state.title)
  const artist = useStore(store, (state) => state.artist)
  const error = useStore(store, (state) => state.error)
  const opening = useStore(store, (state) => state.stage !== null)
  const below = error ?? (opening ? 'Listening...' : artist)
  return (
    <Row>
      <Container flexGrow={1} flexBasis={0} flexDirection="column" gap={2}>
        <Text fontSize={28} color={INK}>
          {legible(title, 28) || 'songwalk'}
        </Text>
        <Text fontSize={22} color={error === null ? SOFT : '#ffcf8f'}>
          {legible(below, error === null ? 34 : 120)}
        </Text>
      </Container>
      <Key label="Exit" width={96} onPress={actions.exit} />
    </Row>
  )
}

function Transport() {
  const { store, actions } = useRoom()
  const playing = useStore(store, (state) => state.playing)
  const ready = useStore(store, (state) => state.outline.length > 0)
  const tall = { height: 66, disabled: !ready }
  return (
    <Row>
      <Key label="Previous chunk" {...tall} onPress={() => actions.step(-1)}>
        <StepIcon back color={INK} />
      </Key>
      <Key label={playing ? 'Pause' : 'Play'} bright {...tall} onPress={playing ? actions.pause : actions.play}>
        {playing ? <PauseIcon color={DARK} /> : <PlayIcon color={DARK} />}
      </Key>
      <Key label="Next chunk" {...tall} onPress={() => actions.step(1)}>
        <StepIcon color={INK} />
      </Key>
    </Row>
  )
}
