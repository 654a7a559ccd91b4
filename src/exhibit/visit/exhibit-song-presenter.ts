import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import type { FaultCounter } from '../../kiosk/fault-counter.ts'
import type { Session } from '../../session/session.ts'
import { createExhibitSongOpener } from './exhibit-song-opener.ts'

/** Opens and shows the exhibit's songs; each unfolds from its path. */
export function createExhibitSongPresenter(session: Session, exhibit: BuiltExhibitConfig, faults: FaultCounter) {
  const { store, frameState, services, actions } = session
  const openSong = createExhibitSongOpener(session, faults)
  /** Key of the displayed song. */
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
     * Shows a song from its beginning; opens it first if another one is displayed.
     * @param shouldPlay called when the song is open: the visit may have ended by then
     * @returns false if the song could not be opened
     */
    show: async (key: string, shouldPlay: () => boolean): Promise<boolean> => {
      const request = ++currentRequest
      const song = exhibit.songs.find((entry) => entry.key === key)
      if (!song) return false
      if (shownKey === key && session.currentSong()) {
        unfold(shouldPlay())
        return true
      }
      let isUnfolded = false
      const isOpen = await openSong(song, () => {
        isUnfolded = true
        unfold(false)
      })
      // A superseded request is not a failure.
      if (!isOpen) return request !== currentRequest
      shownKey = key
      // The exhibit's credits replace those of the file.
      store.setState({ title: song.title, artist: song.artist })
      if (!isUnfolded) unfold(shouldPlay())
      else if (shouldPlay()) actions.play()
      return true
    },
  }
}
