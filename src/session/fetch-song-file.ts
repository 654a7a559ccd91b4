import { SongError } from '../../audio/song-error.ts'
import type { SongFile } from './loaded-song.ts'

/**
 * Fetches a .songwalk or audio file from the page's own server, e.g. for `?song=shows/tonight.songwalk`.
 * @param path relative to the page, or absolute; a relative one may be the plain name of a file, with #, % and ?
 * @throws {SongError} one sentence: a URL of another origin, or a file that cannot be fetched
 */
export async function fetchSongFile(path: string): Promise<SongFile> {
  const url = parseUrl(path)
  if (url?.origin !== location.origin) throw new SongError('foreignLink')
  const response = (await fetchFrom(url)) ?? (await fetchPlainPath(path))
  if (!response) throw new SongError('songFileUnavailable', { name: getFileName(url) })
  return { name: getFileName(new URL(response.url || url)).normalize(), blob: await response.blob() }
}

// `same-origin` also rejects redirects to another origin.
const fetchFrom = async (url: URL): Promise<Response | null> => {
  const response = await fetch(url, { mode: 'same-origin', credentials: 'omit' }).catch(() => null)
  return response?.ok ? response : null
}

/** A path in which #, % and ? belong to names of files. */
async function fetchPlainPath(path: string): Promise<Response | null> {
  if (URL.canParse(path) || !/[#%?]/.test(path)) return null
  const encoded = path.replace(/[#%?]/g, encodeURIComponent)
  return fetchFrom(new URL(encoded, document.baseURI))
}

function parseUrl(path: string): URL | null {
  try {
    return new URL(path, document.baseURI)
  } catch {
    return null
  }
}

function getFileName({ pathname }: URL): string {
  const encodedName = pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(encodedName)
  } catch {
    return encodedName
  }
}
