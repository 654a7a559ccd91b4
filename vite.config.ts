import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { buildStamp } from './tools/vite/build-stamp.ts'
import { compressBuild } from './tools/vite/compress-build.ts'
import { isolatePages } from './tools/vite/isolate-pages.ts'
import { jsonSections } from './tools/vite/json-sections.ts'
import { ogvWithoutNode } from './tools/vite/ogv-without-node.ts'
import { scriptOrder } from './tools/vite/script-order.ts'
import { demoSongs } from './tools/vite/serve-demo-songs.ts'
import { shortShaders } from './tools/vite/short-shaders.ts'
import { standaloneScripts } from './tools/vite/standalone-scripts.ts'
import { threeModules } from './tools/vite/three-modules.ts'
import { workerEntries } from './tools/vite/worker-entries.ts'
import { xrProfiles } from './tools/vite/xr-profiles.ts'

const noEmulator = fileURLToPath(new URL('tools/vite/no-emulator.ts', import.meta.url))

export default defineConfig({
  // Relative: the built site runs from any folder of any server.
  base: './',
  // One page; anything else that is missing is a 404, not the page again.
  appType: 'mpa',
  plugins: [
    react(),
    ogvWithoutNode(),
    jsonSections(),
    isolatePages(),
    threeModules(),
    shortShaders(),
    demoSongs(),
    xrProfiles(),
    standaloneScripts(),
    scriptOrder(),
    compressBuild(),
    buildStamp(),
  ],
  resolve: {
    alias: [{ find: /^(iwer|@iwer\/devui|@iwer\/sem)$/, replacement: noEmulator }],
    dedupe: ['react', 'react-dom', 'three'],
  },
  server: { host: 'localhost' },
  preview: { host: 'localhost' },
  worker: { format: 'es', plugins: () => [ogvWithoutNode(), workerEntries()] },
  // Class names say the file and the class: icon-button-module__strong.
  css: { modules: { generateScopedName: '[name]__[local]' } },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 2500,
    reportCompressedSize: false,
    // The page for one visitor and any song; the exhibit's for a museum, and its second screen.
    rollupOptions: {
      input: ['index.html', 'exhibit.html', 'spectator.html'],
      output: {
        codeSplitting: {
          groups: [
            // A chunk of its own, so that no chunk takes long to compile.
            { name: 'react-dom', test: /node_modules\/(react|react-dom|scheduler)\// },
            // What several parts share is small: one request instead of seven, each with half a kilobyte of headers.
            {
              name: 'shared-parts',
              test: /audio\/(find-interval|format-time|yield-to-main)|scenes\/(view\/text-plate|geometry\/cloud|state\/(analysis-progress|lazy-part|format-number))|shared\/song-gradient|CanvasTexture|CylinderGeometry|PerspectiveCamera|visually-hidden|zustand\/esm\/vanilla/,
            },
          ],
        },
      },
    },
  },
})
