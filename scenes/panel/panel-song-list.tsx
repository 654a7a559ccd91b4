import { Container, Text } from '@react-three/uikit'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useRoom, useRoomWords } from '../state/ui-store.ts'
import { Key, Row } from './panel-controls.tsx'
import { Words } from './panel-text.tsx'
import { KEY, SOFT } from './panel-theme.ts'

const ROWS = 4

/** The songs that can be opened from here, some at a time. */
export function SongList() {
  const { store, actions } = useRoom()
  const words = useRoomWords()
  const songs = useStore(store, (state) => state.songs)
  const title = useStore(store, (state) => state.title)
  const artist = useStore(store, (state) => state.artist)
  const [asked, setPage] = useState(0)
  // The last row turns pages, where there are more.
  const rows = songs.length > ROWS ? ROWS - 1 : ROWS
  const pages = Math.max(1, Math.ceil(songs.length / rows))
  const page = Math.min(asked, pages - 1)
  if (songs.length === 0)
    return (
      <Row>
        <Words color={SOFT}>{words.noSongs}</Words>
      </Row>
    )
  return (
    <>
      {songs.slice(page * rows, (page + 1) * rows).map((song) => (
        <Row key={song.file}>
          <Key
            label={song.artist === '' ? song.title : `${song.title}, ${song.artist}`}
            group="Songs"
            on={song.title === title && song.artist === artist}
            onPress={() => actions.openSong(song.file)}
          >
            <Container pointerEvents="none" flexGrow={1} paddingX={12} flexDirection="row" gap={16}>
              <Words>{song.title || words.untitled}</Words>
              {song.artist !== '' && (
                <Words width={200} align="right">
                  {song.artist}
                </Words>
              )}
            </Container>
          </Key>
        </Row>
      ))}
      {pages > 1 && (
        <Row>
          <Key label={words.earlier} disabled={page === 0} onPress={() => setPage(page - 1)} />
          <Container height={KEY} width={120} alignItems="center" justifyContent="center" flexDirection="row">
            <Text fontSize={22} color={SOFT}>{`${page + 1} / ${pages}`}</Text>
          </Container>
          <Key label={words.later} disabled={page === pages - 1} onPress={() => setPage(page + 1)} />
        </Row>
      )}
    </>
  )
}
