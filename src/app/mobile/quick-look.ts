import { SongError } from '../../../audio/song-error.ts'
import type { Session } from '../../session/session.ts'

/** iPhones and iPads show USDZ in the visitor's own room. */
export const isQuickLookSupported = (): boolean => document.createElement('a').relList.supports('ar')

/**
 * Hands the open song's form to AR Quick Look.
 * @throws {SongError} if no song is open yet
 */
export async function openQuickLook(session: Session): Promise<void> {
  const opened = session.currentSong()
  if (!opened) throw new SongError('formNotReady')
  const { createSongUsdz: songUsdz } = await import('../export/usdz.ts')
  const usdz = await songUsdz(opened.analysis.song, session.store.getState().preferences.palette)
  const url = URL.createObjectURL(new Blob([usdz], { type: 'model/vnd.usdz+zip' }))
  const link = document.createElement('a')
  link.rel = 'ar'
  link.href = url
  link.download = 'songwalk.usdz'
  // Safari opens Quick Look only from a link that holds nothing but a picture.
  link.append(document.createElement('img'))
  link.click()
  // Quick Look reads it after the click, at its own time.
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
