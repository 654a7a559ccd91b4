import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

// `npm run kernels`: AssemblyScript to WebAssembly, and that into modules of text which Vite, Node and vitest load alike
// without a request. SIMD of the fixed kind only: relaxed SIMD may give other bits on other machines.
const root = join(import.meta.dirname, '../..')
const COMPILER_OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--outFile', 'kernels.wasm']
const SIMD_OPTIONS = ['--enable', 'simd']
// The kernels that several workers run together, once more over a memory from outside, of at most 2 GiB.
const SHARED_KERNEL_SOURCES = ['attraction-kernel.ts', 'repulsion-kernel.ts']
const SHARED_MEMORY_OPTIONS = ['--enable', 'threads', '--importMemory', '--sharedMemory', '--maximumMemory', '32768']
const DSP_FOLDER = 'audio/dsp/kernels'
const PLAYBACK_FOLDER = 'audio/playback/kernels'
const DECODING_FOLDER = 'audio/decoding/kernels'
const DECODER_SUFFIX = '-decoder-kernel.ts'
// A trap instead of an import from the page.
const DECODER_OPTIONS = ['--use', 'abort=']

/** One WebAssembly module; `name` is that of the exported text. */
type KernelModule = { name: string; sources: string[]; options: string[] }

/** Modification time of a file, milliseconds; 0 if it is missing. */
const readModifiedTimeMs = async (path: string): Promise<number> =>
  (await stat(path).catch(() => ({ mtimeMs: 0 }))).mtimeMs

/** The AssemblyScript files of a folder, relative to the root. */
const listSources = async (folder: string): Promise<string[]> =>
  (await readdir(join(root, folder)))
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `${folder}/${name}`)

/** @throws with the compiler's own words */
async function compile({ sources, options }: KernelModule): Promise<Uint8Array> {
  const { main } = await import('assemblyscript/asc')
  let bytes: Uint8Array | undefined
  const { error, stderr } = await main([...sources, ...COMPILER_OPTIONS, ...options, '--baseDir', root], {
    writeFile: (_, contents) => {
      bytes = contents as Uint8Array
    },
  })
  if (error || !bytes) throw new Error(`${stderr}`, { cause: error })
  return bytes
}

/** A TypeScript module that exports WebAssembly as base64. */
const toModuleText = (name: string, bytes: Uint8Array): string =>
  `/** Made by \`npm run kernels\`: ${bytes.length} bytes of WebAssembly. */\nexport const ${name} =\n  '${Buffer.from(bytes).toString('base64')}'\n`

/** Compiles the modules into one file of the folder `build`, unless that is newer than all sources of the folder. */
async function writeModules(folder: string, fileName: string, modules: KernelModule[]): Promise<void> {
  const outputPath = join(root, folder, 'build', fileName)
  const inputs = [...(await listSources(folder)), 'package-lock.json'].map((path) => join(root, path))
  const newestInputMs = Math.max(...(await Promise.all([...inputs, import.meta.filename].map(readModifiedTimeMs))))
  if ((await readModifiedTimeMs(outputPath)) > newestInputMs) return
  const texts: string[] = []
  for (const module of modules) {
    texts.push(toModuleText(module.name, await compile(module)))
  }
  await mkdir(join(root, folder, 'build'), { recursive: true })
  await writeFile(outputPath, texts.join('\n'))
}

await writeModules(DSP_FOLDER, 'kernels.ts', [
  { name: 'kernels', sources: await listSources(DSP_FOLDER), options: SIMD_OPTIONS },
  {
    name: 'sharedKernels',
    sources: SHARED_KERNEL_SOURCES.map((name) => `${DSP_FOLDER}/${name}`),
    options: [...SIMD_OPTIONS, ...SHARED_MEMORY_OPTIONS],
  },
])
await writeModules(PLAYBACK_FOLDER, 'binaural.ts', [
  { name: 'binaural', sources: await listSources(PLAYBACK_FOLDER), options: SIMD_OPTIONS },
])
// Each decoder is a module of its own, loaded when its format is, and without SIMD: it has no second version in TypeScript.
for (const source of await listSources(DECODING_FOLDER)) {
  if (!source.endsWith(DECODER_SUFFIX)) continue
  const codec = basename(source, DECODER_SUFFIX)
  await writeModules(DECODING_FOLDER, `${codec}.ts`, [{ name: codec, sources: [source], options: DECODER_OPTIONS }])
}

// libvorbis, compiled by the package ogv, becomes text in the same way.
const LIBVORBIS_PATH = join(root, 'node_modules/ogv/dist/ogv-decoder-audio-vorbis-wasm.wasm')
const libvorbisOutputPath = join(root, DECODING_FOLDER, 'build/libvorbis.ts')
if ((await readModifiedTimeMs(libvorbisOutputPath)) <= (await readModifiedTimeMs(join(root, 'package-lock.json')))) {
  await mkdir(join(root, DECODING_FOLDER, 'build'), { recursive: true })
  await writeFile(libvorbisOutputPath, toModuleText('libvorbis', await readFile(LIBVORBIS_PATH)))
}
