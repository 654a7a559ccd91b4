import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import type { FaultCounter } from '../../kiosk/faults.ts'
import type { Session } from '../../session/session.ts'
import { createExhibitSongOpener } from './exhibit-song-opener.ts'

/** Shows songs of the exhibit, each unfolding from its path as its music begins. */
export function createExhibitSongPresenter(session: Session, exhibit: BuiltExhibitConfig, faults: FaultCounter) {
  const { store, frameState, services, actions } = session
  const openSong = createExhibitSongOpener(session, faults)
  /** Whose form hangs in the room. */
  let shownKey: string | null = null
  let currentRequest = 0

  const unfold = (shouldPlay: boolean) => {
    frameState.boxes.played.fill(0)
    services.playback?.stopPicked()
    actions.seek(0)
    actions.replayEmbedding()
    if (shouldPlay) actions.play()
    else actions.pause()
  }

  return {
    unfold,
    /**
     * From the beginning; opens the song first where another one hangs there.
     * @param shouldPlay asked when it is there: by then the visit may have ended
     * @returns false where it could not be opened, which is noted
     */
    show: async (key: string, shouldPlay: () => boolean): Promise<boolean> => {
      const request = ++currentRequest
      const song = exhibit.songs.find((entry) => entry.key === key)
      if (!song) return false
      if (shownKey === key && session.currentSong()) {
        unfold(shouldPlay())
        return true
      }
      // What was given up is nobody's fault.
      if (!(await openSong(song))) return request !== currentRequest
      shownKey = key
      // As the exhibit calls it, whatever its file says.
      store.setState({ title: song.title, artist: song.artist })
      unfold(shouldPlay())
      return true
    },
  }
}
