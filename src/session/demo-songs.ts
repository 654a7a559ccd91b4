import * as v from 'valibot'
import { SongError } from '../../audio/song-error.ts'
import type { CachedSong } from './library/cached-song.ts'
import type { SongFile } from './loaded-song.ts'
import { fetchShippedSong } from './shipped-song.ts'

const DemoSongListSchema = v.array(
  v.object({
    file: v.string(),
    title: v.string(),
    artist: v.string(),
    license: v.string(),
    kind: v.exactOptional(v.picklist(['classical', 'contemporary', 'electronic', 'rock'])),
    /** Which sentence says what can be read from its form: `demo.readings` in the language files. */
    reading: v.exactOptional(v.picklist(['prelude', 'founders', 'electronic', 'ezerEv', 'naevIntro', 'voidSensor'])),
    shipped: v.exactOptional(v.object({ file: v.string(), version: v.number() })),
  }),
)

export type DemoSong = v.InferOutput<typeof DemoSongListSchema>[number]

const SONGS_URL = new URL('songs/', document.baseURI)

async function fetchOrThrow(url: URL): Promise<Response> {
  const response = await fetch(url).catch(() => null)
  if (!response?.ok) throw new SongError('demoSongUnavailable')
  return response
}

/** The demo songs on the page's server, in the order of the menu. */
export async function fetchDemoSongs(): Promise<DemoSong[]> {
  const response = await fetchOrThrow(new URL('songs.json', SONGS_URL))
  return v.parse(DemoSongListSchema, await response.json())
}

/** Finds a demo song by its file name, with or without extension, or by its title; case does not matter. */
export function findDemoSong(demoSongs: readonly DemoSong[], name: string): DemoSong | undefined {
  const wantedName = name.trim().toLowerCase()
  const isWanted = (text: string) => text.toLowerCase() === wantedName
  return demoSongs.find(
    ({ file, title }) => isWanted(file) || isWanted(file.replace(/\.[a-z0-9]+$/i, '')) || isWanted(title),
  )
}

/** What opens a song: its file, and its Song if the server has it, which comes first. */
export type SongRequest = { file: Promise<SongFile>; shipped: Promise<CachedSong | null> }

/** Milliseconds; a page in the background draws nothing. */
const MAX_PICTURE_WAIT_MS = 500

/** Two frames later what was shown is on the screen. */
const waitForPicture = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
    setTimeout(resolve, MAX_PICTURE_WAIT_MS)
  })

export function requestDemoSong({ file, title, artist, license, shipped }: DemoSong): SongRequest {
  const song = fetchShippedSong(shipped, SONGS_URL)
  const fetchFile = async (): Promise<SongFile> => {
    // On a slow line the sound must not delay the form, on a slow CPU its code must not delay the picture.
    if (await song) await waitForPicture()
    const response = await fetchOrThrow(new URL(file, SONGS_URL))
    return { name: file, blob: await response.blob(), title, artist, license }
  }
  return { file: fetchFile(), shipped: song }
}
