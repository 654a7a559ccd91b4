import { SongError } from '../../audio/errors.ts'
import type { SongFile } from './open-song.ts'

/**
 * Fetches a .songwalk or sound file that an address names, e.g. `?song=shows/tonight.songwalk`. Only from the server
 * that gave the page: a link must not make the page talk to another one.
 * @param address relative to the page, or absolute
 * @throws {SongError} one sentence: another host, or not there
 */
export async function fetchSongFile(address: string): Promise<SongFile> {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null
  if (url?.origin !== location.origin)
    throw new SongError('A link can only open songs from this page’s own server; download the file and drop it here.')
  // A redirect to another host fails too.
  const response = await fetch(url, { mode: 'same-origin', credentials: 'omit' }).catch(() => null)
  const name = getFileName(url)
  if (!response?.ok)
    throw new SongError(`“${name}” could not be loaded from the server; check the link or choose a file of your own.`)
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
