import { createStore } from 'zustand/vanilla'
import { readSongFileInWorker } from '../../../audio/song/song-file-client.ts'
import type { ExhibitSong } from '../../../protocol/exhibit-config.ts'
import { fetchSongFile } from '../../session/fetch-song-file.ts'
import { drawThumbnail } from '../../session/library/draw-thumbnail.ts'

/** Each song's form as a small picture, once it has been drawn; by key, as object URLs that stay as long as the page. */
export const songThumbnails = createStore<Readonly<Record<string, string>>>()(() => ({}))

const requestedSongs = new Set<string>()
let drawQueue = Promise.resolve()

/** Draws those that are missing, one after the other; one that cannot be drawn is tried again the next time. */
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
