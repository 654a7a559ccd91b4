import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, posix, sep, win32 } from 'node:path'
import { suggestName } from './phrasing.ts'

/** A .songwalk takes no more (audio/song/song-file.ts). */
const MAX_SONG_BYTES = 600e6

/** A song's file as it was found. */
export type ExhibitSongFile = { path: string; name: string; sha256: string; bytes: number }
export type SongFileProblem = { sentence: string }

/**
 * Whether a path is written so that it cannot lead out of the exhibit's folder, on any system.
 * @returns a sentence if not
 */
export function validatePath(file: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u001f\u007f]/.test(file)) return 'has a character that no file name should have.'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(file)) return 'must be a file in the exhibit’s folder, not an address.'
  if (posix.isAbsolute(file) || win32.isAbsolute(file) || /^[a-z]:/i.test(file))
    return 'must be written from the exhibit’s folder on.'
  if (file.includes('\\')) return 'must have “/” between folders, not “\\”.'
  const parts = file.split('/')
  if (parts.includes('..')) return 'must not lead out of the exhibit’s folder.'
  if (parts.some((part) => part.startsWith('.') && part !== '.')) return 'must not be hidden.'
  return null
}

/** Finds a song in the exhibit's folder and tells it from all others; never throws, never reads anything but files. */
export async function findSong(folder: string, file: string): Promise<ExhibitSongFile | SongFileProblem> {
  const refused = validatePath(file)
  if (refused) return { sentence: refused }
  try {
    const root = await realpath(folder)
    const path = await realpath(join(root, file))
    if (!path.startsWith(root + sep)) return { sentence: 'is a link that leads out of the exhibit’s folder.' }
    const found = await stat(path)
    if (found.isDirectory()) return { sentence: 'is a folder.' }
    if (!found.isFile()) return { sentence: 'is not a file.' }
    if (found.size === 0) return { sentence: 'is empty.' }
    if (found.size > MAX_SONG_BYTES) return { sentence: 'is larger than 600 MB.' }
    const hash = createHash('sha256')
    for await (const piece of createReadStream(path)) hash.update(piece)
    return { path, name: basename(file), sha256: hash.digest('hex'), bytes: found.size }
  } catch (error) {
    return { sentence: await explainFileError(error as NodeJS.ErrnoException, join(folder, file)) }
  }
}

async function explainFileError({ code }: NodeJS.ErrnoException, path: string): Promise<string> {
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read; look at who may.'
  if (code === 'ELOOP') return 'is a link that leads nowhere.'
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return 'cannot be read.'
  return `does not exist${suggestName(basename(path), await readdir(dirname(path)).catch(() => []))}`
}
