import * as v from 'valibot'
import { SongError } from '../../audio/song-error.ts'
import type { SongFile } from './loaded-song.ts'

const DemoSongListSchema = v.array(
  v.object({ file: v.string(), title: v.string(), artist: v.string(), license: v.string() }),
)

export type DemoSong = v.InferOutput<typeof DemoSongListSchema>[number]

const SONGS_URL = new URL('songs/', document.baseURI)

async function fetchOrThrow(url: URL): Promise<Response> {
  const response = await fetch(url).catch(() => null)
  if (!response?.ok) throw new SongError('demoSongUnavailable')
  return response
}

/** The songs that come with the piece, in the order of the menu. */
export async function fetchDemoSongs(): Promise<DemoSong[]> {
  const response = await fetchOrThrow(new URL('songs.json', SONGS_URL))
  return v.parse(DemoSongListSchema, await response.json())
}

/** The song an address names by its file, with or without the ending, or by its title. */
export function findDemoSong(list: readonly DemoSong[], name: string): DemoSong | undefined {
  const wanted = name.trim().toLowerCase()
  const same = (text: string) => text.toLowerCase() === wanted
  return list.find(({ file, title }) => same(file) || same(file.replace(/\.[a-z0-9]+$/i, '')) || same(title))
}

/** Fetches a listed song as a file. */
export async function fetchDemoSong({ file, title, artist, license }: DemoSong): Promise<SongFile> {
  const response = await fetchOrThrow(new URL(file, SONGS_URL))
  return { name: file, blob: await response.blob(), title, artist, license }
}
