import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ANALYSIS_VERSION } from '../../audio/analysis/analysis-types.ts'

const root = join(import.meta.dirname, '../..')
const cacheFolder = join(root, 'node_modules/.cache/songwalk')

/** An entry of demo-songs.json. */
export type DemoSongEntry = {
  file: string
  title: string
  artist: string
  license: string
  kind: string
  /** A key of `demo.readings` in the language files. */
  reading: string
}

const getDemoSongPath = (file: string) => join(root, 'exhibits/demo', file)

/** Hash of the code that turns a file into a Song: while it is changed, ANALYSIS_VERSION stays. */
async function hashAnalysisSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of ['audio', 'cli']) {
    const paths = (await readdir(join(root, folder), { recursive: true })).filter((path) => /\.(ts|json)$/.test(path))
    for (const path of paths.sort()) hash.update(await readFile(join(root, folder, path)))
  }
  return hash.digest('hex')
}

/**
 * The JSON of a demo song's Song, as `npm run analyze` writes it. Kept in node_modules/.cache by the hash of the sound, its
 * credits, ANALYSIS_VERSION and the analysis's code.
 * @throws with the command's own words
 */
export async function analyzeDemoSong({ file, title, artist, license }: DemoSongEntry): Promise<Buffer> {
  const sound = getDemoSongPath(file)
  const key = createHash('sha256')
    .update(await readFile(sound))
    .update(JSON.stringify([title, artist, license, ANALYSIS_VERSION]))
    .update(await hashAnalysisSources())
  const path = join(cacheFolder, `${key.digest('hex').slice(0, 32)}.song.json`)
  const known = await readFile(path).catch(() => null)
  if (known) return known
  await mkdir(cacheFolder, { recursive: true })
  // Two builds at the same time must not read each other's half files.
  const part = path.replace('.song.json', `.${process.pid}.json`)
  const credits = ['--title', title, '--artist', artist, '--license', license]
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'cli/analyze.ts', sound, '--out', part, ...credits], {
    cwd: root,
  })
  await rename(part, path)
  return readFile(path)
}
