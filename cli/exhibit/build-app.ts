import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { OperatorError } from '../../server/operator-error.ts'

const root = join(import.meta.dirname, '../..')
const distFolder = join(root, 'dist')
/** In the built app, written last: what it was built of. */
export const STAMP_FILE_NAME = '.built-of'

const SOURCE_PATHS = [
  'audio',
  'protocol',
  'public',
  'scenes',
  'src',
  'tools/vite',
  'package-lock.json',
  'vite.config.ts',
]

/** Hash of everything the app is built of, by content: copies, checkouts and clocks make no difference. */
export async function hashSources(): Promise<string> {
  const pages = (await readdir(root)).filter((name) => name.endsWith('.html'))
  const paths = (await Promise.all([...SOURCE_PATHS, ...pages].map((name) => listFiles(join(root, name)))))
    .flat()
    .sort()
  const hash = createHash('sha256')
  for (const path of paths) {
    const content = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
    hash.update(`${relative(root, path).split(sep).join('/')} ${content}\n`)
  }
  return hash.digest('hex')
}

/** A file, or all of a folder; but not the kernels' WebAssembly, which is made of sources that are in. */
async function listFiles(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null)
  if (!entries) return [path]
  const inside = entries.filter(({ name }) => name !== 'build' && !name.startsWith('.'))
  return (await Promise.all(inside.map(({ name }) => listFiles(join(path, name))))).flat()
}

/**
 * Sees to it that dist/ is the app as its sources are now; builds it where it is not, or only half.
 * @param begun told before it is built
 * @returns its folder
 * @throws {OperatorError} one sentence with the builder's own words if that fails
 */
export async function ensureAppBuilt(begun: () => void, signal: AbortSignal): Promise<string> {
  const stamp = await readFile(join(distFolder, STAMP_FILE_NAME), 'utf8').catch(() => '')
  if (stamp === (await hashSources())) return distFolder
  begun()
  await runNode(['--import', import.meta.resolve('tsx'), join(root, 'tools/vite/compile-kernels.ts')], signal)
  await runNode([join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], signal)
  return distFolder
}

function runNode(args: string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], signal })
    let words = ''
    const listen = (data: Buffer) => {
      words += data
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('error', (error) => reject(signal.aborted ? signal.reason : error))
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new OperatorError(`songwalk itself could not be built; is its folder whole? ${words}`)),
    )
  })
}
