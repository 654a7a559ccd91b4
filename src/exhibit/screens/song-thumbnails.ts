import { createStore } from 'zustand/vanilla'
import type { Song } from '../../../audio/song/song.ts'
import { readSongFileInWorker } from '../../../audio/song/song-file-client.ts'
import type { ExhibitSong } from '../../../protocol/exhibit-config.ts'
import { fetchSongFile } from '../../session/fetch-song-file.ts'
import { fetchShippedSong } from '../../session/shipped-song.ts'
import { drawThumbnail } from './draw-thumbnail.ts'

/** Object URLs of the songs' thumbnails by song key; they stay valid until the page is closed. */
export const songThumbnails = createStore<Readonly<Record<string, string>>>()(() => ({}))

const requestedSongs = new Set<string>()
let drawQueue = Promise.resolve()

/** The Song alone, where the site has it: the whole file holds the sound, too. */
async function fetchSong({ file, shipped }: ExhibitSong): Promise<Song> {
  const shippedSong = await fetchShippedSong(shipped, document.baseURI)
  if (shippedSong) return shippedSong.analysis.song
  const { name, blob } = await fetchSongFile(file)
  return (await readSongFileInWorker(blob, name, new AbortController().signal)).song
}

/** Draws a missing thumbnail, one after the other; a failed one is drawn again at the next call. */
export function loadSongThumbnail(song: ExhibitSong): void {
  const { key } = song
  if (requestedSongs.has(key)) return
  requestedSongs.add(key)
  drawQueue = drawQueue.then(async () => {
    try {
      songThumbnails.setState({ [key]: URL.createObjectURL(await drawThumbnail(await fetchSong(song))) })
    } catch {
      requestedSongs.delete(key)
    }
  })
}
