import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, posix, win32 } from 'node:path'
import { isInside } from '../../server/is-inside.ts'
import { suggestName } from './phrasing.ts'

/** The limit of a .songwalk file (audio/song/song-file.ts). */
const MAX_SONG_BYTES = 600e6

/** `path` is absolute, `name` the last part of the configured path. */
export type ExhibitSongFile = { path: string; name: string; sha256: string; bytes: number }
export type SongFileProblem = { sentence: string }

/**
 * Checks that a path cannot lead out of the exhibit's folder on any system.
 * @returns the end of a sentence, or null for a valid path
 */
export function validatePath(file: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are refused
  if (/[\u0000-\u001f\u007f]/.test(file)) return 'contains a control character; rename the file.'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(file)) return 'must be a file in the exhibit’s folder, not a URL.'
  if (posix.isAbsolute(file) || win32.isAbsolute(file) || /^[a-z]:/i.test(file))
    return 'must be relative to the exhibit’s folder.'
  if (file.includes('\\')) return 'must have “/” between folders, not “\\”.'
  const parts = file.split('/')
  if (parts.includes('..')) return 'must not lead out of the exhibit’s folder.'
  // A title may begin with dots; a folder that does is not a room's.
  const folders = parts.slice(0, -1)
  if (parts.at(-1) === '.' || folders.some((part) => part.startsWith('.') && part !== '.')) return 'must not be hidden.'
  return null
}

/** Finds and hashes a song in the exhibit's folder. It never throws, and reads only regular files. */
export async function findSong(folder: string, file: string): Promise<ExhibitSongFile | SongFileProblem> {
  const refused = validatePath(file)
  if (refused) return { sentence: refused }
  try {
    const root = await realpath(folder)
    const path = await realpath(await findPath(root, file))
    if (!isInside(root, path)) return { sentence: 'is a link that leads out of the exhibit’s folder.' }
    const found = await stat(path)
    if (found.isDirectory()) return { sentence: 'is a folder.' }
    if (!found.isFile()) return { sentence: 'is not a file.' }
    if (found.size === 0) return { sentence: 'is empty.' }
    if (found.size > MAX_SONG_BYTES) return { sentence: 'is larger than 600 MB.' }
    const hash = createHash('sha256')
    for await (const piece of createReadStream(path)) hash.update(piece)
    return { path, name: basename(file).normalize(), sha256: hash.digest('hex'), bytes: found.size }
  } catch (error) {
    return { sentence: await explainFileError(error as NodeJS.ErrnoException, join(folder, file)) }
  }
}

/**
 * The path of a file whose name may be written with other code points than on the disk: macOS and archives from there
 * decompose umlauts and Hangul.
 */
async function findPath(root: string, file: string): Promise<string> {
  let path = root
  for (const part of file.split('/')) {
    const exact = join(path, part)
    const isThere = await lstat(exact).then(
      () => true,
      () => false,
    )
    const names = isThere || part === '' ? [] : await readdir(path).catch(() => [])
    path = join(path, names.find((name) => name.normalize() === part.normalize()) ?? part)
  }
  return path
}

async function explainFileError({ code }: NodeJS.ErrnoException, path: string): Promise<string> {
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read; change its permissions.'
  if (code === 'ELOOP') return 'is a link to itself.'
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return 'cannot be read.'
  return `does not exist${suggestName(basename(path), await readdir(dirname(path)).catch(() => []))}`
}
