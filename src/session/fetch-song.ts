import { SongError } from '../../audio/song-error.ts'
import type { SongFile } from './loaded-song.ts'

/**
 * Fetches a .songwalk or sound file that an address names, e.g. `?song=shows/tonight.songwalk`. Only from the server
 * that gave the page: a link must not make the page talk to another one.
 * @param address relative to the page, or absolute
 * @throws {SongError} one sentence: another host, or not there
 */
export async function fetchSongFile(address: string): Promise<SongFile> {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null
  if (url?.origin !== location.origin) throw new SongError('foreignLink')
  // A redirect to another host fails too.
  const response = await fetch(url, { mode: 'same-origin', credentials: 'omit' }).catch(() => null)
  const name = getFileName(url)
  if (!response?.ok) throw new SongError('songFileUnavailable', { name })
  return { name, blob: await response.blob() }
}

function getFileName({ pathname }: URL): string {
  const last = pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
