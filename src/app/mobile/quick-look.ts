import { SongError } from '../../../audio/song-error.ts'
import { importPart } from '../../../scenes/state/lazy-part.ts'
import type { Session } from '../../session/session.ts'

/** True on iPhones and iPads, which show USDZ files in AR. */
export const isQuickLookSupported = (): boolean => document.createElement('a').relList.supports('ar')

/**
 * Opens the form of the open song in AR Quick Look.
 * @throws {SongError} if no song is open yet
 */
export async function openQuickLook(session: Session): Promise<void> {
  const opened = session.currentSong()
  if (!opened) throw new SongError('formNotReady')
  const { createSongUsdz: songUsdz } = await importPart(() => import('../export/usdz.ts'))
  const usdz = await songUsdz(opened.analysis.song, session.store.getState().preferences.palette)
  const url = URL.createObjectURL(new Blob([usdz], { type: 'model/vnd.usdz+zip' }))
  const link = document.createElement('a')
  link.rel = 'ar'
  link.href = url
  link.download = 'songwalk.usdz'
  // Safari opens Quick Look only from a link whose only child is an image.
  link.append(document.createElement('img'))
  link.click()
  // Quick Look reads the URL some time after the click.
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
