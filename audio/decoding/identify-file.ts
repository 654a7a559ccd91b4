import { SongError } from '../errors.ts'
import { type AudioFormat, describeNonAudio, sniffFormat } from './formats/sniff-format.ts'
import { parseWavHeader } from './formats/wav.ts'

/** What may be chosen instead; ends the sentences about files that cannot be read. */
const FORMAT_HINT = 'choose an mp3, ogg, opus, flac, m4a or wav file.'

/**
 * Looks at a file's first bytes before anything tries to decode it.
 * @param name file name, for the sentence
 * @throws {SongError} if it is empty, plainly not sound, or a header without samples
 */
export function identifyFormat(bytes: Uint8Array, name: string): AudioFormat {
  if (bytes.length === 0) throw new SongError(`“${name}” is empty; ${FORMAT_HINT}`)
  const format = sniffFormat(bytes)
  if (format.container === 'other') assertAudio(bytes, name)
  if (parseWavHeader(bytes)?.dataBytes === 0) throw createNoAudioError(name)
  return format
}

/**
 * @param bytes a file's first
 * @throws {SongError} if they are those of a picture, a document or a text
 */
export function assertAudio(bytes: Uint8Array, name: string): void {
  const other = describeNonAudio(bytes)
  if (other) throw new SongError(`“${name}” is ${other}, not sound; ${FORMAT_HINT}`)
}

/** For files that decode to nothing. */
export const createNoAudioError = (name: string): SongError =>
  new SongError(`“${name}” holds no sound; choose another file.`)

/** For files whose decoder gives up. */
export const createUndecodableError = (name: string, cause: unknown): SongError =>
  new SongError(`“${name}” is damaged or not a sound file that can be read here; ${FORMAT_HINT}`, { cause })
