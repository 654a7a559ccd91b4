import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'
import type { Plugin } from 'vite'

const COMPRESSIBLE = /\.(css|glb|html|js|json|svg|txt)$/
/** Takes a second for the whole build; the highest quality, 11, takes 25 s for 7 % less. */
const BROTLI_QUALITY = 7

const compressors = {
  '.br': (data: Buffer) => promisify(brotliCompress)(data, { params: { [zlib.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  '.gz': (data: Buffer) => promisify(gzip)(data, { level: 9 }),
}

/** Writes `file.br` and `file.gz` beside each file of the build that gets smaller; the museum's server sends them. */
export function compressBuild(): Plugin {
  let outputFolder = ''
  return {
    name: 'songwalk-compress-build',
    apply: 'build',
    // After the plugins that copy files.
    enforce: 'post',
    configResolved: ({ root, build }) => {
      outputFolder = join(root, build.outDir)
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: async () => {
        const paths = await readdir(outputFolder, { recursive: true })
        await Promise.all(
          paths.filter((path) => COMPRESSIBLE.test(path)).map((path) => compressFile(join(outputFolder, path))),
        )
      },
    },
  }
}

async function compressFile(path: string): Promise<void> {
  const data = await readFile(path)
  for (const [extension, compress] of Object.entries(compressors)) {
    const compressed = await compress(data)
    if (compressed.length < data.length) await writeFile(path + extension, compressed)
  }
}
