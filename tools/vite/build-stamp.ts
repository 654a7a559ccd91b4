import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { hashSources, STAMP_FILE_NAME } from '../../cli/exhibit/build-app.ts'

/** Writes what a build was made of, when all the rest is there: a build that was killed has no stamp. */
export function buildStamp(): Plugin {
  let folder = ''
  let of = ''
  return {
    name: 'songwalk-stamp',
    apply: 'build',
    // After everybody else.
    enforce: 'post',
    configResolved: ({ root, build }) => {
      folder = join(root, build.outDir)
    },
    buildStart: async () => {
      of = await hashSources()
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: async () => {
        await writeFile(join(folder, STAMP_FILE_NAME), of)
      },
    },
  }
}
