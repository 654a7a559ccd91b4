import { SongError } from '../../audio/song-error.ts'
import type { SongFile } from '../session/loaded-song.ts'
import type { Session } from '../session/session.ts'

/** Opens a file of the visitor's, which stays on their device. */
export const openLocalFile = (session: Session, file: File): Promise<unknown> => session.open(readLocalFile(file))

async function readLocalFile(file: File): Promise<SongFile> {
  try {
    // Reading one byte fails for folders and for files that were moved.
    await file.slice(0, 1).arrayBuffer()
    return { name: file.name, blob: file }
  } catch (cause) {
    throw new SongError('fileUnreadable', { name: file.name }, { cause })
  }
}
