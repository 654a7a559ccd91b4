import { SongError } from '../errors.ts'
import { mostChunks, mostFeatures, parseSong, type Song } from './song.ts'

/** No Song's text is longer: 50,000 chunks of 200 features. */
export const longestSongJson = 200e6

/** What the deepest value in a Song lies in: document, chunks, chunk, features. */
const deepest = 8
const mostBrackets = 3 * mostChunks + 100
const mostColons = 7 * mostChunks + 100
const mostCommas = (mostFeatures + 20) * mostChunks

const [quote, backslash, colon, comma] = Array.from('"\\:,', (sign) => sign.charCodeAt(0))
const opening = Array.from('[{', (sign) => sign.charCodeAt(0))
const closing = Array.from(']}', (sign) => sign.charCodeAt(0))

/**
 * Reads a Song's JSON from outside. Its brackets are counted before it is parsed, so that a text made to fill the
 * memory, or the stack, never becomes objects.
 * @throws {SongError} one sentence
 */
export function parseSongJson(bytes: Uint8Array): Song {
  if (bytes.length > longestSongJson || !isModest(bytes))
    throw new SongError('This is not a songwalk song: it is too large.')
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new SongError('This is not a songwalk song: its song.json is damaged.', { cause })
  }
  return parseSong(value)
}

/** Whether a JSON text can be a Song's by its number of values and their depth. */
function isModest(bytes: Uint8Array): boolean {
  let depth = 0
  let brackets = 0
  let colons = 0
  let commas = 0
  let quoted = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number
    if (quoted) {
      if (byte === backslash) i++
      else if (byte === quote) quoted = false
    } else if (byte === quote) quoted = true
    else if (byte === comma) commas++
    else if (byte === colon) colons++
    else if (opening.includes(byte)) {
      brackets++
      depth++
      if (depth > deepest) return false
    } else if (closing.includes(byte)) depth--
  }
  return brackets <= mostBrackets && colons <= mostColons && commas <= mostCommas
}
