import { measureInWorker } from '../../audio/analysis/analysis-client.ts'
import type { SpectrogramImage } from '../../audio/analysis/analysis-types.ts'
import { openAudio } from '../../audio/decoding/open-audio.ts'
import type { Song } from '../../audio/song/song.ts'
import { readSongFile, type SongBundle } from '../../audio/song/song-file.ts'
import type { ExhibitSong } from '../../protocol/exhibit-config.ts'

/** Limits memory; returning to a recent song is immediate. */
const MAX_CACHED_SONGS = 4
/** A song that failed to load is requested again after this time. */
const RETRY_DELAY_MS = 10_000

/** The spectrogram comes after the Song; null until then, and where its sound cannot be decoded. */
export type SpectatorSong = { song: Song; spectrogram: SpectrogramImage | null }

/** The spectrogram of a song's sound, which is not kept. */
async function computeSpectrogram({ song, audio }: SongBundle): Promise<SpectrogramImage | null> {
  const done = new AbortController()
  try {
    const { stream } = await openAudio(new Blob([audio]), song.source.name, done.signal)
    return (await measureInWorker(stream, done.signal)).spectrogram
  } catch {
    return null
  } finally {
    done.abort()
  }
}

/** Loads the exhibit's songs without their audio when they are needed. */
export function createSongCache(
  songs: readonly ExhibitSong[],
  onFailure: (fault: 'song-missing' | 'song-broken') => void,
) {
  const cache = new Map<string, SpectatorSong>()
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
      const loaded: SpectatorSong = { song: bundle.song, spectrogram: null }
      cache.set(song.key, loaded)
      retryAt.delete(song.key)
      for (const [oldest] of cache) if (cache.size > MAX_CACHED_SONGS) cache.delete(oldest)
      void computeSpectrogram(bundle).then((image) => {
        loaded.spectrogram = image
      })
    } catch {
      retryAt.set(song.key, performance.now() + RETRY_DELAY_MS)
      onFailure(fault)
    } finally {
      loadingKey = null
    }
  }

  return {
    /** @returns the song, or null while it is loading; one loads at a time */
    get: (key: string): SpectatorSong | null => {
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
