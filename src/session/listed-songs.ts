import * as v from 'valibot'
import { SongError } from '../../audio/errors.ts'
import type { SongFile } from './open-song.ts'

const SongListSchema = v.array(
  v.object({ file: v.string(), title: v.string(), artist: v.string(), license: v.string() }),
)

export type ListedSong = v.InferOutput<typeof SongListSchema>[number]

const SONGS = new URL('songs/', document.baseURI)

async function load(url: URL): Promise<Response> {
  const response = await fetch(url).catch(() => null)
  if (!response?.ok) throw new SongError('The song could not be loaded from the server; choose one of your own files.')
  return response
}

/** The songs that come with the piece, in the order of the menu. */
export async function listSongs(): Promise<ListedSong[]> {
  const response = await load(new URL('songs.json', SONGS))
  return v.parse(SongListSchema, await response.json())
}

/** The song an address names by its file, with or without the ending, or by its title. */
export function findListed(list: readonly ListedSong[], name: string): ListedSong | undefined {
  const wanted = name.trim().toLowerCase()
  const same = (text: string) => text.toLowerCase() === wanted
  return list.find(({ file, title }) => same(file) || same(file.replace(/\.[a-z0-9]+$/i, '')) || same(title))
}

/** Fetches a listed song as a file. */
export async function fetchSong({ file, title, artist, license }: ListedSong): Promise<SongFile> {
  const response = await load(new URL(file, SONGS))
  return { name: file, blob: await response.blob(), title, artist, license }
}
