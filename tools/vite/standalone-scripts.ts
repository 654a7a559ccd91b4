import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, type Rolldown } from 'vite'

/** Bundles a script with all its imports. */
async function bundleScript(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    // Its only warning is of Vite's preload helper, which has nothing to preload here.
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      rollupOptions: { input: fileURLToPath(new URL(entry, import.meta.url)), output: { format: 'iife' } },
    },
  })
  const [{ output }] = [built].flat() as [Rolldown.RolldownOutput]
  return output[0].code
}

/**
 * The exhibit's scripts that stand apart from its pages and share nothing with them: the service worker, under a name that
 * never changes, and what runs before everything else.
 */
export function standaloneScripts(): Plugin {
  let worker = ''
  let first = ''
  let firstName = ''
  return {
    name: 'songwalk-apart',
    apply: 'build',
    async buildStart() {
      worker = await bundleScript('../../src/kiosk/offline/service-worker.ts')
      first = await bundleScript('../../src/kiosk/boot-check.ts')
      firstName = `assets/first-${createHash('sha256').update(first).digest('hex').slice(0, 8)}.js`
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: worker })
      this.emitFile({ type: 'asset', fileName: firstName, source: first })
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_, { path }) =>
        path !== '/index.html' ? [{ tag: 'script', attrs: { src: `./${firstName}` }, injectTo: 'head-prepend' }] : [],
    },
  }
}
