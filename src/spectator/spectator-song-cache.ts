import type { Song } from '../../audio/song/song.ts'
import { readSongFile } from '../../audio/song/song-file.ts'
import type { ExhibitSong } from '../../protocol/exhibit-config.ts'

/** Limits memory; returning to a recent song is immediate. */
const MAX_CACHED_SONGS = 4
/** A song that failed to load is requested again after this time. */
const RETRY_DELAY_MS = 10_000

/** Loads the exhibit's songs without their audio when they are needed. */
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
    /** @returns the song, or null while it is loading; one loads at a time */
    get: (key: string): Song | null => {
      const song = cache.get(key)
      if (song) {
        // Marks it as most recently used.
        cache.delete(key)
        cache.set(key, song)
        return song
      }
      const listed = songs.find((one) => one.key === key)
      if (listed && loadingKey === null && performance.now() >= (retryAt.get(key) ?? 0)) void load(listed)
      return null
    },
    /** Loading failed within the last RETRY_DELAY_MS. */
    hasFailed: (key: string): boolean => performance.now() < (retryAt.get(key) ?? 0),
  }
}
