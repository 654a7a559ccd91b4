import { SongError } from '../song-error.ts'
import { type AudioFormat, sniffFormat, sniffNonAudio } from './formats/sniff-format.ts'

/**
 * The format of a file by its first bytes.
 * @param name file name, for the error
 * @throws {SongError} if it is empty or certainly not sound
 */
export function identifyFormat(bytes: Uint8Array, name: string): AudioFormat {
  if (bytes.length === 0) throw new SongError('emptyFile', { name })
  const format = sniffFormat(bytes)
  if (format.container === 'other') assertAudio(bytes, name)
  return format
}

/**
 * @param bytes the first bytes of a file
 * @throws {SongError} if they are those of a picture, a document, an archive or a text
 */
function assertAudio(bytes: Uint8Array, name: string): void {
  const other = sniffNonAudio(bytes)
  if (other) throw SongError.fromData({ code: other.code, values: { name, format: other.format } })
}
