import { SongError } from '../song-error.ts'
import { MAX_CHUNKS, MAX_FEATURES, parseSong, SONG_JSON_NAME, type Song } from './song.ts'

/** Upper bound for a Song of 50,000 chunks of 200 features. */
export const MAX_SONG_JSON_BYTES = 200e6

/** A Song has four levels: document, chunks, chunk, features. */
const MAX_JSON_DEPTH = 8
const MAX_BRACKETS = 3 * MAX_CHUNKS + 100
const MAX_COLONS = 7 * MAX_CHUNKS + 100
const MAX_COMMAS = (MAX_FEATURES + 20) * MAX_CHUNKS

const [quote, backslash, colon, comma] = Array.from('"\\:,', (character) => character.charCodeAt(0))
const openingBrackets = Array.from('[{', (character) => character.charCodeAt(0))
const closingBrackets = Array.from(']}', (character) => character.charCodeAt(0))

/**
 * Parses and validates a Song's JSON. Brackets are counted first, so that a text made to exhaust memory or stack is never
 * parsed.
 * @param name file name, for the error
 * @throws {SongError} if it is too large, damaged, or no Song
 */
export function parseSongJson(bytes: Uint8Array, name = SONG_JSON_NAME): Song {
  if (bytes.length > MAX_SONG_JSON_BYTES || !isWithinLimits(bytes)) throw new SongError('songJsonTooLarge', { name })
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new SongError('songJsonDamaged', { name }, { cause })
  }
  return parseSong(value, name)
}

/** Whether the number of values and their depth are those of a possible Song. */
function isWithinLimits(bytes: Uint8Array): boolean {
  let depth = 0
  let brackets = 0
  let colons = 0
  let commas = 0
  let quoted = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (quoted) {
      if (byte === backslash) i++
      else if (byte === quote) quoted = false
    } else if (byte === quote) quoted = true
    else if (byte === comma) commas++
    else if (byte === colon) colons++
    else if (openingBrackets.includes(byte)) {
      brackets++
      depth++
      if (depth > MAX_JSON_DEPTH) return false
    } else if (closingBrackets.includes(byte)) depth--
  }
  return brackets <= MAX_BRACKETS && colons <= MAX_COLONS && commas <= MAX_COMMAS
}
