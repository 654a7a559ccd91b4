import { useStore } from 'zustand'
import type { ExhibitContext } from '../exhibit-context.ts'

/** As beside a work on a museum's wall: the piece, and the song that hangs there now. */
export function WallLabel({
  exhibitContext: { exhibit, visitController },
  title,
}: {
  exhibitContext: ExhibitContext
  title: string
}) {
  const songKey = useStore(visitController.store, (state) => state.song)
  const song = exhibit.songs.find((entry) => entry.key === songKey)
  return (
    <span className="wall-label">
      <strong>{title}</strong>
      {song && (
        <span key={songKey} className="song-label">
          <bdi>{song.title}</bdi>
          {song.artist !== '' && <bdi className="artist">{song.artist}</bdi>}
          {song.credit !== '' && <bdi className="credit">{song.credit}</bdi>}
        </span>
      )}
    </span>
  )
}
