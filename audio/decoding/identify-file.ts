import { SongError } from '../song-error.ts'
import { type AudioFormat, sniffFormat, sniffNonAudio } from './formats/sniff-format.ts'
import { parseWavHeader } from './formats/wav.ts'

/**
 * Looks at a file's first bytes before anything tries to decode it.
 * @param name file name, for the sentence
 * @throws {SongError} if it is empty, plainly not sound, or a header without samples
 */
export function identifyFormat(bytes: Uint8Array, name: string): AudioFormat {
  if (bytes.length === 0) throw new SongError('emptyFile', { name })
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
  const other = sniffNonAudio(bytes)
  if (other) throw SongError.fromData({ code: other.code, values: { name, format: other.format } })
}

/** For files that decode to nothing. */
export const createNoAudioError = (name: string): SongError => new SongError('noAudio', { name })

/** For files whose decoder gives up. */
export const createUndecodableError = (name: string, cause: unknown): SongError =>
  new SongError('undecodable', { name }, { cause })
