import { readLatin1 } from '../bytes.ts'
import { SongError } from '../song-error.ts'

export const SONG_FILE_EXTENSION = '.songwalk'

/** Whether a file is opened as a .songwalk: it is a zip or has the extension. */
export const isSongFile = (bytes: Uint8Array, name: string): boolean =>
  readLatin1(bytes, 0, 4) === 'PK\x03\x04' || name.toLowerCase().endsWith(SONG_FILE_EXTENSION)

/** Whether a file is a Song's JSON without its sound. */
export const isSongJson = (bytes: Uint8Array, name: string): boolean =>
  name.toLowerCase().endsWith('.json') || /^\s*\{\s*"format"\s*:\s*"songwalk"/.test(readLatin1(bytes, 0, 200))

/** For a Song's JSON without its sound. */
export const createMissingAudioError = (name: string): SongError => new SongError('missingAudio', { name })
