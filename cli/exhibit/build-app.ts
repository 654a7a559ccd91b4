import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { OperatorError } from '../../server/operator-error.ts'

const root = join(import.meta.dirname, '../..')
const distFolder = join(root, 'dist')
/** A file in dist/ with the hash of the sources; written last. */
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

/** Hash of the sources' paths and contents, not of their times: checkouts and copies have the same hash. */
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

/** A file, or the files of a folder without the compiled kernels, whose sources are hashed. */
async function listFiles(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null)
  if (!entries) return [path]
  const inside = entries.filter(({ name }) => name !== 'build' && !name.startsWith('.'))
  return (await Promise.all(inside.map(({ name }) => listFiles(join(path, name))))).flat()
}

/**
 * Builds the app into dist/ unless it is complete and of the present sources.
 * @param onBuild called before a build
 * @returns the folder of the app
 * @throws {OperatorError} one sentence with the output of the failed build
 */
export async function ensureAppBuilt(onBuild: () => void, signal: AbortSignal): Promise<string> {
  const stamp = await readFile(join(distFolder, STAMP_FILE_NAME), 'utf8').catch(() => '')
  if (stamp === (await hashSources())) return distFolder
  onBuild()
  await runNode(['--import', import.meta.resolve('tsx'), join(root, 'tools/vite/compile-kernels.ts')], signal)
  await runNode([join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], signal)
  return distFolder
}

function runNode(args: string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], signal })
    let output = ''
    const addOutput = (data: Buffer) => {
      output += data
    }
    child.stdout.on('data', addOutput)
    child.stderr.on('data', addOutput)
    child.on('error', (error) => reject(signal.aborted ? signal.reason : error))
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(
            new OperatorError(
              `songwalk itself could not be built; run “npm ci” in its folder and try again. ${output}`,
            ),
          ),
    )
  })
}
