import type { Connect, Plugin } from 'vite'

const addHeaders: Connect.NextHandleFunction = (_, response, next) => {
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
  next()
}

/**
 * Cross-origin isolated: precise clocks, and SharedArrayBuffer for the kernels. Vite's own `headers` are missing from
 * `304 Not Modified`, after which WebKit refuses to start the same worker again.
 */
export const isolatePages = (): Plugin => ({
  name: 'songwalk-isolate-pages',
  configureServer: ({ middlewares }) => void middlewares.use(addHeaders),
  configurePreviewServer: ({ middlewares }) => void middlewares.use(addHeaders),
})
