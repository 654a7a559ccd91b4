import { SongError } from '../../audio/song-error.ts'
import type { SongFile } from '../session/loaded-song.ts'
import type { Session } from '../session/session.ts'

/** Opens a file of the visitor's; it never leaves their machine. */
export const openLocalFile = (session: Session, file: File): Promise<unknown> => session.open(readLocalFile(file))

async function readLocalFile(file: File): Promise<SongFile> {
  try {
    // A folder, or a file that has gone, shows itself at its first byte.
    await file.slice(0, 1).arrayBuffer()
    return { name: file.name, blob: file }
  } catch (cause) {
    throw new SongError('fileUnreadable', { name: file.name }, { cause })
  }
}
