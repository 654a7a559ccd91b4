import type { Plugin } from 'vite'

/**
 * Scripts that a page needs are preloaded as files, not as modules: modules that are there already would all be compiled
 * in the task that parses the page, a fifth of a second on a slow CPU; these are compiled one by one as they are imported.
 */
export const preloadScripts = (): Plugin => ({
  name: 'songwalk-preload-scripts',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replaceAll('<link rel="modulepreload"', '<link rel="preload" as="script"'),
  },
})
