import type { Plugin } from 'vite'

/**
 * Keeps a worker's entry free of exports, so that no part of the worker imports from it. WebKit runs the entry once more for
 * such an import, and answers every call twice.
 */
export const workerEntries = (): Plugin => ({
  name: 'worker-entries',
  // Vite sets it to false for workers, after the config is read.
  options: (options) => ({ ...options, preserveEntrySignatures: 'strict' }),
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
    const entries = new Set(chunks.flatMap(({ isEntry, fileName }) => (isEntry ? [fileName] : [])))
    for (const { fileName, imports } of chunks)
      for (const imported of imports)
        if (entries.has(imported))
          this.error(
            `${fileName} imports from ${imported}, the entry of a worker. Move what it needs to a module of its own.`,
          )
  },
})
