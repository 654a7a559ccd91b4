import type { Plugin } from 'vite'

const PRELOAD = /\s*<link rel="modulepreload" crossorigin href="([^"]+)">/g
const ENTRY = /<script type="module" crossorigin src="[^"]+"><\/script>/

/**
 * Chunks of a page are scripts before its entry, in the order in which they need each other. Each is compiled and run in
 * a task of its own; modules that only the entry imports run in one task, a fifth of a second on a slow CPU.
 */
export const scriptOrder = (): Plugin => ({
  name: 'songwalk-script-order',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { path }) => {
      const chunks = [...html.matchAll(PRELOAD)].map(
        ([, file]) => `<script type="module" crossorigin src="${file}"></script>`,
      )
      if (chunks.length > 0 && !ENTRY.test(html)) throw new Error(`${path} has chunks to preload but no entry script.`)
      return html.replaceAll(PRELOAD, '').replace(ENTRY, (entry) => [...chunks, entry].join('\n    '))
    },
  },
})
