import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { SongError } from '../song-error.ts'
import { computeSha256 } from './sha256.ts'
import { parseSong, SONG_JSON_NAME, type Song } from './song.ts'
import { MAX_SONG_JSON_BYTES, parseSongJson } from './song-json.ts'
import { listZipEntries, unzipEntry, ZipError } from './zip.ts'

/** A Song with its sound, the content of a .songwalk file. */
export type SongBundle = { song: Song; audio: Uint8Array<ArrayBuffer> }

const MAX_AUDIO_BYTES = 600e6

/** Name of the sound inside; its original name is in the Song. */
const audioEntryPattern = /^audio(\.[a-z0-9]{1,5})?$/

/** A constant time, so that equal Songs make equal files. */
const FIXED_MTIME = new Date(2017, 0, 1)

/**
 * Reads a .songwalk file: a zip of song.json and its sound.
 * @param bytes the whole file; the returned sound can be a view of it
 * @param name file name, for the error
 * @throws {SongError} not a .songwalk, damaged, too large, or not this sound's analysis
 */
export async function readSongFile(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<SongBundle> {
  try {
    const entries = listZipEntries(bytes, 2)
    const json = entries.find((entry) => entry.name === SONG_JSON_NAME)
    const sound = entries.find((entry) => audioEntryPattern.test(entry.name))
    if (entries.length !== 2 || !json || !sound) throw new ZipError('zipUnrelated')
    const song = parseSongJson(unzipEntry(bytes, json, MAX_SONG_JSON_BYTES), name)
    const audio = unzipEntry(bytes, sound, MAX_AUDIO_BYTES)
    if (audio.length !== song.source.bytes || (await computeSha256(audio)) !== song.source.sha256)
      throw new SongError('otherAudio', { name })
    return { song, audio }
  } catch (error) {
    if (!(error instanceof ZipError)) throw error
    throw SongError.fromData({ code: error.code, values: { name, ...error.values } }, { cause: error })
  }
}

/**
 * Writes a .songwalk file: song.json deflated, the sound stored. Equal Songs make equal bytes.
 * @returns the file in pieces, in order
 * @throws {SongError} if the Song is not valid
 */
export function writeSongFile({ song, audio }: SongBundle): Uint8Array<ArrayBuffer>[] {
  parseSong(song)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    pieces.push(piece as Uint8Array<ArrayBuffer>)
  })
  const extension = /\.[a-z0-9]{1,5}$/.exec(song.source.name.toLowerCase())?.[0] ?? ''
  const add = (file: ZipDeflate | ZipPassThrough, bytes: Uint8Array) => {
    file.mtime = FIXED_MTIME
    zip.add(file)
    file.push(bytes, true)
  }
  add(new ZipDeflate(SONG_JSON_NAME, { level: 6 }), new TextEncoder().encode(`${JSON.stringify(song)}\n`))
  add(new ZipPassThrough(`audio${extension}`), audio)
  zip.end()
  return pieces
}
