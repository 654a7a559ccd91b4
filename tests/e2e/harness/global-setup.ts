import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createServer, preview } from 'vite'
import type { TestProject } from 'vitest/node'
import { type FoundBrowser, findBrowser } from './find-browser.ts'
import { findFreePort } from './free-port.ts'

declare module 'vitest' {
  interface ProvidedContext {
    browser: FoundBrowser
    /** The built app, or empty where nothing was built. */
    appUrl: string
    /** A dev server giving single TypeScript modules to pages. */
    moduleUrl: string
  }
}

const root = join(import.meta.dirname, '../../..')

/** Once for all browser tests: the browser is found and unpacked, dist/ and the modules are served on localhost. */
export async function setup(project: TestProject) {
  const browser = await findBrowser()
  console.log(`Browser (${browser.origin}): ${browser.executable}`)
  project.provide('browser', browser)

  const modules = await createServer({
    root,
    cacheDir: 'node_modules/.vite-module-page',
    logLevel: 'warn',
    // A dependency found late would reload the page under the test: all are named here.
    optimizeDeps: {
      noDiscovery: true,
      include: [
        ...['tone', 'meyda', 'tsne-js', 'comlink', 'valibot', 'three', 'zustand/vanilla', 'mediabunny', 'opus-decoder'],
        ...['i18next', 'react', 'react-i18next'],
        'ogv/dist/ogv-decoder-audio-vorbis-wasm.js',
      ],
    },
    server: { port: await findFreePort(), strictPort: true, hmr: false, watch: null },
  })
  await modules.listen()
  project.provide('moduleUrl', modules.resolvedUrls?.local[0] ?? '')

  const built = existsSync(join(root, 'dist/index.html'))
  const app = built
    ? await preview({ root, logLevel: 'warn', preview: { port: await findFreePort(), strictPort: true } })
    : undefined
  project.provide('appUrl', app?.resolvedUrls?.local[0] ?? '')

  return async () => {
    await Promise.all([modules.close(), app?.close()])
  }
}
