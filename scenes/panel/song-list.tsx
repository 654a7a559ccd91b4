import { Container, Text } from '@react-three/uikit'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useRoom } from '../room.ts'
import { Key, Row } from './controls.tsx'
import { INK, KEY, SOFT } from './look.ts'
import { legible } from './words.ts'

const ROWS = 4

/** The songs that can be opened from here, some at a time. */
export function SongList() {
  const { store, actions } = useRoom()
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
      <Text fontSize={22} color={SOFT}>
        Songs you open appear here.
      </Text>
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
            <Container
              pointerEvents="none"
              flexGrow={1}
              paddingX={18}
              flexDirection="row"
              justifyContent="space-between"
            >
              <Text fontSize={22} color={INK}>
                {legible(song.title, 26) || 'Untitled'}
              </Text>
              <Text fontSize={22} color={INK}>
                {legible(song.artist, 18)}
              </Text>
            </Container>
          </Key>
        </Row>
      ))}
      {pages > 1 && (
        <Row>
          <Key label="Earlier songs" text="Back" disabled={page === 0} onPress={() => setPage(page - 1)} />
          <Container height={KEY} width={120} alignItems="center" justifyContent="center" flexDirection="row">
            <Text fontSize={22} color={SOFT}>{`${page + 1} of ${pages}`}</Text>
          </Container>
          <Key label="More songs" text="More" disabled={page === pages - 1} onPress={() => setPage(page + 1)} />
        </Row>
      )}
    </>
  )
}
