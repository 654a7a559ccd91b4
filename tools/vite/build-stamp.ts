import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { hashSources, STAMP_FILE_NAME } from '../../cli/exhibit/build-app.ts'

/** Writes the stamp of a build as its last file: a build that was killed has none. */
export function buildStamp(): Plugin {
  let folder = ''
  let of = ''
  return {
    name: 'songwalk-stamp',
    apply: 'build',
    // Runs after all other plugins.
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
