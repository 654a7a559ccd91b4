import { SongError } from '../../audio/song-error.ts'
import type { SongFile } from './loaded-song.ts'

/**
 * Fetches a .songwalk or audio file from the page's own server, e.g. for `?song=shows/tonight.songwalk`.
 * @param path relative to the page, or absolute
 * @throws {SongError} one sentence: a URL of another origin, or a file that cannot be fetched
 */
export async function fetchSongFile(path: string): Promise<SongFile> {
  const url = URL.canParse(path, document.baseURI) ? new URL(path, document.baseURI) : null
  if (url?.origin !== location.origin) throw new SongError('foreignLink')
  // `same-origin` also rejects redirects to another origin.
  const response = await fetch(url, { mode: 'same-origin', credentials: 'omit' }).catch(() => null)
  const name = getFileName(url)
  if (!response?.ok) throw new SongError('songFileUnavailable', { name })
  return { name, blob: await response.blob() }
}

function getFileName({ pathname }: URL): string {
  const encodedName = pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(encodedName)
  } catch {
    return encodedName
  }
}
