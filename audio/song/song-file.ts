import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { SongError } from '../errors.ts'
import { sha256 } from './sha256.ts'
import { parseSong, type Song } from './song.ts'
import { longestSongJson, parseSongJson } from './song-json.ts'
import { listZip, unzipEntry, ZipError } from './zip.ts'

/** A Song together with its sound: what a .songwalk file holds. */
export type PackedSong = { song: Song; audio: Uint8Array<ArrayBuffer> }

const document = 'song.json'
const longestAudio = 600e6

/** The one name a sound has inside; its own is in the Song. */
const audioName = /^audio(\.[a-z0-9]{1,5})?$/

/** Zip keeps times, but the same Song is the same file. */
const mtime = new Date(2017, 0, 1)

/**
 * Reads a .songwalk file: a zip of song.json and the sound it was made of.
 * @param bytes the whole file; the sound may be a view of it
 * @param name file name, for the sentence
 * @throws {SongError} one sentence: not a .songwalk, damaged, too large, not this sound's analysis
 */
export async function readSongFile(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<PackedSong> {
  try {
    const entries = listZip(bytes, 2)
    const json = entries.find((entry) => entry.name === document)
    const sound = entries.find((entry) => audioName.test(entry.name))
    if (entries.length !== 2 || !json || !sound) throw new ZipError('is a zip of something else')
    const song = parseSongJson(unzipEntry(bytes, json, longestSongJson))
    const audio = unzipEntry(bytes, sound, longestAudio)
    if (audio.length !== song.source.bytes || (await sha256(audio)) !== song.source.sha256)
      throw new ZipError('holds an analysis of another sound')
    return { song, audio }
  } catch (error) {
    if (error instanceof ZipError)
      throw new SongError(`“${name}” ${error.message}; choose a file that songwalk saved.`, { cause: error })
    if (error instanceof SongError)
      throw new SongError(`“${name}” cannot be opened. ${error.message}`, { cause: error })
    throw error
  }
}

/**
 * Packs a Song and its sound: song.json deflated, the sound as it is. The same Song is the same bytes.
 * @returns the file in pieces, in order
 * @throws {SongError} if the Song could not be opened again
 */
export function writeSongFile({ song, audio }: PackedSong): Uint8Array<ArrayBuffer>[] {
  parseSong(song)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    pieces.push(piece as Uint8Array<ArrayBuffer>)
  })
  const ending = /\.[a-z0-9]{1,5}$/.exec(song.source.name.toLowerCase())?.[0] ?? ''
  const add = (file: ZipDeflate | ZipPassThrough, bytes: Uint8Array) => {
    file.mtime = mtime
    zip.add(file)
    file.push(bytes, true)
  }
  add(new ZipDeflate(document, { level: 6 }), new TextEncoder().encode(`${JSON.stringify(song)}\n`))
  add(new ZipPassThrough(`audio${ending}`), audio)
  zip.end()
  return pieces
}
