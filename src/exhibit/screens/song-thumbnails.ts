import { createStore } from 'zustand/vanilla'
import { readSongFileInWorker } from '../../../audio/song/song-file-client.ts'
import type { ExhibitSong } from '../../../protocol/exhibit-config.ts'
import { fetchSongFile } from '../../session/fetch-song-file.ts'
import { drawThumbnail } from './draw-thumbnail.ts'

/** Object URLs of the songs' thumbnails by song key; they stay valid until the page is closed. */
export const songThumbnails = createStore<Readonly<Record<string, string>>>()(() => ({}))

const requestedSongs = new Set<string>()
let drawQueue = Promise.resolve()

/** Draws missing thumbnails one after the other; a failed one is drawn again at the next call. */
export function loadSongThumbnails(songs: readonly ExhibitSong[]): void {
  for (const { key, file } of songs) {
    if (requestedSongs.has(key)) continue
    requestedSongs.add(key)
    drawQueue = drawQueue.then(async () => {
      try {
        const { name, blob } = await fetchSongFile(file)
        const { song } = await readSongFileInWorker(blob, name, new AbortController().signal)
        songThumbnails.setState({ [key]: URL.createObjectURL(await drawThumbnail(song)) })
      } catch {
        requestedSongs.delete(key)
      }
    })
  }
}
