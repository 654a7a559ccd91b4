import * as v from 'valibot'

/** Hex digits of a song's SHA-256 that name it in statistics, messages and files. */
const SONG_KEY_DIGITS = 16

export const SongKeySchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))

/** @param sha256 of the audio file, in hex */
export const getSongKey = (sha256: string): string => sha256.slice(0, SONG_KEY_DIGITS)
