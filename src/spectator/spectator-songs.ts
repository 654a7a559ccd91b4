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
  failed: (fault: 'song-missing' | 'song-broken') => void,
) {
  const kept = new Map<string, Song>()
  const refused = new Map<string, number>()
  let reading: string | null = null

  const read = async (song: ExhibitSong) => {
    reading = song.key
    let fault: 'song-missing' | 'song-broken' = 'song-missing'
    try {
      const response = await fetch(new URL(song.file, document.baseURI))
      if (!response.ok) throw new Error(`${song.file} is not there.`)
      const bytes = new Uint8Array(await response.arrayBuffer())
      fault = 'song-broken'
      const read = await readSongFile(bytes, song.file)
      kept.set(song.key, read.song)
      refused.delete(song.key)
      for (const [oldest] of kept) if (kept.size > MAX_CACHED_SONGS) kept.delete(oldest)
    } catch {
      refused.set(song.key, performance.now() + RETRY_DELAY_MS)
      failed(fault)
    } finally {
      reading = null
    }
  }

  return {
    /** The song, if it has been read; otherwise it is being read, one at a time. */
    get: (key: string): Song | null => {
      const song = kept.get(key)
      if (song) {
        // Used last, thrown away last.
        kept.delete(key)
        kept.set(key, song)
        return song
      }
      const listed = songs.find((one) => one.key === key)
      if (listed && reading === null && performance.now() >= (refused.get(key) ?? 0)) void read(listed)
      return null
    },
    /** It could not be read just now. */
    hasFailed: (key: string): boolean => performance.now() < (refused.get(key) ?? 0),
  }
}
