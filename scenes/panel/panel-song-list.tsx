import { Container, Text } from '@react-three/uikit'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useSceneContext, useXRLabels } from '../state/ui-store.ts'
import { PanelButton, PanelRow } from './panel-controls.tsx'
import { PanelText } from './panel-text.tsx'
import { BUTTON_HEIGHT_PX, MUTED_COLOR } from './panel-theme.ts'

const ROWS_PER_PAGE = 4

/** The songs that can be opened from here, some at a time. */
export function PanelSongList() {
  const { store, actions } = useSceneContext()
  const words = useXRLabels()
  const songs = useStore(store, (state) => state.songs)
  const title = useStore(store, (state) => state.title)
  const artist = useStore(store, (state) => state.artist)
  const [asked, setPage] = useState(0)
  // The last row turns pages, where there are more.
  const rows = songs.length > ROWS_PER_PAGE ? ROWS_PER_PAGE - 1 : ROWS_PER_PAGE
  const pages = Math.max(1, Math.ceil(songs.length / rows))
  const page = Math.min(asked, pages - 1)
  if (songs.length === 0)
    return (
      <PanelRow>
        <PanelText color={MUTED_COLOR}>{words.noSongs}</PanelText>
      </PanelRow>
    )
  return (
    <>
      {songs.slice(page * rows, (page + 1) * rows).map((song) => (
        <PanelRow key={song.file}>
          <PanelButton
            label={song.artist === '' ? song.title : `${song.title}, ${song.artist}`}
            group="Songs"
            on={song.title === title && song.artist === artist}
            onPress={() => actions.openSong(song.file)}
          >
            <Container pointerEvents="none" flexGrow={1} paddingX={12} flexDirection="row" gap={16}>
              <PanelText>{song.title || words.untitled}</PanelText>
              {song.artist !== '' && (
                <PanelText width={200} align="right">
                  {song.artist}
                </PanelText>
              )}
            </Container>
          </PanelButton>
        </PanelRow>
      ))}
      {pages > 1 && (
        <PanelRow>
          <PanelButton label={words.earlier} disabled={page === 0} onPress={() => setPage(page - 1)} />
          <Container
            height={BUTTON_HEIGHT_PX}
            width={120}
            alignItems="center"
            justifyContent="center"
            flexDirection="row"
          >
            <Text fontSize={22} color={MUTED_COLOR}>{`${page + 1} / ${pages}`}</Text>
          </Container>
          <PanelButton label={words.later} disabled={page === pages - 1} onPress={() => setPage(page + 1)} />
        </PanelRow>
      )}
    </>
  )
}
