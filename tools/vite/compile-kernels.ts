import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

// `npm run kernels`: AssemblyScript to WebAssembly, and that into a module of text which Vite, Node and vitest load alike
// without a request. SIMD of the fixed kind only: relaxed SIMD may give other bits on other machines.
const root = join(import.meta.dirname, '../..')
const buildFolder = join(root, 'audio/dsp/kernels/build')
const outputPath = join(buildFolder, 'kernels.ts')
const COMPILER_OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--outFile', 'kernels.wasm']
// The kernels that several workers run together, once more over a memory from outside, of at most 2 GiB.
const SHARED_KERNEL_SOURCES = ['attraction-kernel.ts', 'repulsion-kernel.ts']
const SHARED_MEMORY_OPTIONS = ['--enable', 'threads', '--importMemory', '--sharedMemory', '--maximumMemory', '32768']

/** Modification time of a file, milliseconds; 0 if it is missing. */
const readModifiedTimeMs = async (path: string): Promise<number> =>
  (await stat(path).catch(() => ({ mtimeMs: 0 }))).mtimeMs

/** @throws with the compiler's own words */
async function compile(sources: string[], more: string[] = []): Promise<Uint8Array> {
  const { main } = await import('assemblyscript/asc')
  let bytes: Uint8Array | undefined
  const { error, stderr } = await main([...sources, ...COMPILER_OPTIONS, ...more, '--baseDir', root], {
    writeFile: (_, contents) => {
      bytes = contents as Uint8Array
    },
  })
  if (error || !bytes) throw new Error(`${stderr}`, { cause: error })
  return bytes
}

const sources = (await readdir(join(root, 'audio/dsp/kernels'))).filter((name) => name.endsWith('.ts')).sort()
const paths = sources.map((name) => `audio/dsp/kernels/${name}`)
const newestSourceMs = Math.max(
  ...(await Promise.all([...paths, 'package-lock.json'].map((path) => readModifiedTimeMs(join(root, path))))),
)
if (
  (await readModifiedTimeMs(outputPath)) <= Math.max(newestSourceMs, await readModifiedTimeMs(import.meta.filename))
) {
  const alone = await compile(paths)
  const crewed = await compile(
    SHARED_KERNEL_SOURCES.map((name) => `audio/dsp/kernels/${name}`),
    SHARED_MEMORY_OPTIONS,
  )
  const text = (name: string, bytes: Uint8Array) =>
    `/** Made by \`npm run kernels\`: ${bytes.length} bytes of WebAssembly. */\nexport const ${name} =\n  '${Buffer.from(bytes).toString('base64')}'\n`
  await mkdir(buildFolder, { recursive: true })
  await writeFile(outputPath, `${text('kernels', alone)}\n${text('sharedKernels', crewed)}`)
}
