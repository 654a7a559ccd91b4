import { fileURLToPath } from 'node:url'
import { build, type Plugin, type Rolldown } from 'vite'

const entry = fileURLToPath(new URL('../src/exhibit/service-worker.ts', import.meta.url))

/**
 * The exhibit's service worker as sw.js beside the pages: one file under a name that never changes, which shares nothing
 * with them.
 */
export const serviceWorker = (): Plugin => ({
  name: 'songwalk-service-worker',
  apply: 'build',
  async generateBundle() {
    const built = await build({
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      build: { write: false, target: 'es2022', rollupOptions: { input: entry, output: { format: 'iife' } } },
    })
    const [{ output }] = [built].flat() as [Rolldown.RolldownOutput]
    this.emitFile({ type: 'asset', fileName: 'sw.js', source: output[0].code })
  },
})
