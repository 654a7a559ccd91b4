import { Container } from '@react-three/uikit'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useSceneContext, useXRLabels } from '../state/scene-context.ts'
import { PanelButton } from './panel-button.tsx'
import { PanelPageBar } from './panel-page-bar.tsx'
import { PanelRow } from './panel-row.tsx'
import { PanelText } from './panel-text.tsx'
import { MUTED_COLOR } from './panel-theme.ts'
import { usePanelDirection } from './use-panel-direction.ts'

const ROWS_PER_PAGE = 4

/** Buttons for the songs that can be opened, four rows per page. */
export function PanelSongList() {
  const { store, actions } = useSceneContext()
  const labels = useXRLabels()
  const songs = useStore(store, (state) => state.songs)
  const title = useStore(store, (state) => state.title)
  const artist = useStore(store, (state) => state.artist)
  const { row } = usePanelDirection()
  const [requestedPage, setPage] = useState(0)
  // With several pages the last row holds the buttons that turn them.
  const rows = songs.length > ROWS_PER_PAGE ? ROWS_PER_PAGE - 1 : ROWS_PER_PAGE
  const pageCount = Math.max(1, Math.ceil(songs.length / rows))
  const page = Math.min(requestedPage, pageCount - 1)
  if (songs.length === 0)
    return (
      <PanelRow>
        <PanelText color={MUTED_COLOR}>{labels.noSongs}</PanelText>
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
            <Container pointerEvents="none" flexGrow={1} paddingX={12} flexDirection={row} gap={16}>
              <PanelText>{song.title || labels.untitled}</PanelText>
              {song.artist !== '' && (
                <PanelText width={200} align="end">
                  {song.artist}
                </PanelText>
              )}
            </Container>
          </PanelButton>
        </PanelRow>
      ))}
      {pageCount > 1 && (
        <PanelRow>
          <PanelButton label={labels.earlier} width={156} disabled={page === 0} onPress={() => setPage(page - 1)} />
          <PanelPageBar page={page} pageCount={pageCount} setPage={setPage} />
          <PanelButton
            label={labels.later}
            width={156}
            disabled={page === pageCount - 1}
            onPress={() => setPage(page + 1)}
          />
        </PanelRow>
      )}
    </>
  )
}
