import type { Plugin } from 'vite'

const EMPTY_MODULE_ID = '\0ogv-without-node'

/** The decoder of ogv asks for Node's modules only in Node; in the browser's build they are empty, without a warning. */
export const ogvWithoutNode = (): Plugin => ({
  name: 'ogv-without-node',
  enforce: 'pre',
  resolveId: (id, importer) =>
    ['fs', 'path'].includes(id) && importer?.includes('/node_modules/ogv/') ? EMPTY_MODULE_ID : undefined,
  load: (id) => (id === EMPTY_MODULE_ID ? 'export {}' : undefined),
})
