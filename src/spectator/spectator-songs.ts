import type { Song } from '../../audio/song/song.ts'
import { readSongFile } from '../../audio/song/song-file.ts'
import type { ExhibitSong } from '../../protocol/exhibit-config.ts'

/** So many songs are kept: going back to one is at once, and a long day takes no more memory than a short one. */
const MAX_CACHED_SONGS = 4
/** One that failed is asked for again after so long, milliseconds. */
const RETRY_DELAY_MS = 10_000

/** The exhibit's songs without their sound, read as they are needed. */
export function createSongCache(
  songs: readonly ExhibitSong[],
  onFailure: (fault: 'song-missing' | 'song-broken') => void,
) {
  const cache = new Map<string, Song>()
  const retryAt = new Map<string, number>()
  let loadingKey: string | null = null

  const load = async (song: ExhibitSong) => {
    loadingKey = song.key
    let fault: 'song-missing' | 'song-broken' = 'song-missing'
    try {
      const response = await fetch(new URL(song.file, document.baseURI))
      if (!response.ok) throw new Error(`${song.file} is not there.`)
      const bytes = new Uint8Array(await response.arrayBuffer())
      fault = 'song-broken'
      const bundle = await readSongFile(bytes, song.file)
      cache.set(song.key, bundle.song)
      retryAt.delete(song.key)
      for (const [oldest] of cache) if (cache.size > MAX_CACHED_SONGS) cache.delete(oldest)
    } catch {
      retryAt.set(song.key, performance.now() + RETRY_DELAY_MS)
      onFailure(fault)
    } finally {
      loadingKey = null
    }
  }

  return {
    /** The song, if it has been read; otherwise it is being read, one at a time. */
    get: (key: string): Song | null => {
      const song = cache.get(key)
      if (song) {
        // Used last, thrown away last.
        cache.delete(key)
        cache.set(key, song)
        return song
      }
      const listed = songs.find((one) => one.key === key)
      if (listed && loadingKey === null && performance.now() >= (retryAt.get(key) ?? 0)) void load(listed)
      return null
    },
    /** It could not be read just now. */
    hasFailed: (key: string): boolean => performance.now() < (retryAt.get(key) ?? 0),
  }
}
