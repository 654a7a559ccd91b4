import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { findFreePort } from '../free-port.ts'

/** Where pages report their errors to the proxy. */
const ERROR_PATH = '/engine-test-errors'

/** Tells the proxy what the page logs as an error, throws, or rejects. */
const REPORT_ERRORS_SCRIPT = `(() => {
  const report = (...parts) => navigator.sendBeacon(${JSON.stringify(ERROR_PATH)}, parts.map(String).join(' '))
  const { error } = console
  console.error = (...parts) => { error.apply(console, parts); report('console:', ...parts) }
  addEventListener('error', (event) => event.message && report('thrown:', event.message, event.error?.stack))
  addEventListener('unhandledrejection', ({ reason }) => report('rejected:', reason, reason?.stack))
})()`

type Fulfilment = { contentType: string; headers: Record<string, string>; body: string }
type RouteHandler = (route: { continue(): Promise<void>; fulfill(given: Fulfilment): Promise<void> }) => unknown

/** Serves a page's server to an engine that cannot run scripts before the page's own, hold requests, or tell of errors. */
export interface PageProxy {
  /** The same page through the proxy. */
  toProxied(url: string): string
  addInitScript(source: string): void
  /** @param glob of a path, as in Playwright */
  route(glob: string, handler: RouteHandler): void
  unroute(glob: string): void
  errors: string[]
  close(): Promise<void>
}

const globToPattern = (glob: string): RegExp =>
  new RegExp(
    `^${glob.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*\*?/g, (stars) => (stars === '*' ? '[^/]*' : '.*'))}$`,
  )

/** The path of a URL; of a glob all from its first star. */
const toPath = (glob: string): string => (/^https?:/.test(glob) ? new URL(glob).pathname : glob)

export async function startPageProxy(): Promise<PageProxy> {
  const port = await findFreePort()
  const origin = `http://localhost:${port}`
  const initScripts = [REPORT_ERRORS_SCRIPT]
  const routes = new Map<string, RouteHandler>()
  const errors: string[] = []
  let target = new URL(origin)

  const forward = (asked: IncomingMessage, answer: ServerResponse) => {
    const { 'accept-encoding': _, ...rest } = asked.headers
    // Not compressed, and not from the cache, so that scripts can be put in.
    const isPage = asked.headers['sec-fetch-dest'] === 'document'
    const headers = { ...(isPage ? rest : asked.headers), host: target.host }
    const forwarded = request(new URL(asked.url ?? '/', target), { method: asked.method, headers }, async (given) => {
      const status = given.statusCode ?? 502
      if (status > 399) errors.push(`${status} for ${asked.url}`)
      if (!isPage || !given.headers['content-type']?.startsWith('text/html')) {
        answer.writeHead(status, given.headers)
        given.pipe(answer)
        return
      }
      const page = await text(given)
      const scripts = initScripts.map((source) => `<script>${source}</script>`).join('')
      const { 'content-length': _length, etag: _etag, ...kept } = given.headers
      answer.writeHead(status, kept)
      answer.end(page.replace(/<head>/i, (head) => head + scripts))
    })
    forwarded.on('error', () => answer.writeHead(502).end())
    asked.pipe(forwarded)
  }
  const server = createServer((asked, answer) => {
    if (asked.url === ERROR_PATH) {
      void text(asked).then((message) => errors.push(message))
      answer.writeHead(204).end()
      return
    }
    const held = [...routes].find(([glob]) => globToPattern(glob).test(asked.url ?? ''))
    if (!held) return forward(asked, answer)
    held[1]({
      continue: async () => forward(asked, answer),
      fulfill: async ({ contentType, headers, body }) =>
        void answer.writeHead(200, { ...headers, 'Content-Type': contentType }).end(body),
    })
  })
  // WebSockets pass as they are.
  server.on('upgrade', (asked, socket, head) => {
    const upstream = connect(Number(target.port), target.hostname, () => {
      const lines = Object.entries({ ...asked.headers, host: target.host }).map(([name, value]) => `${name}: ${value}`)
      upstream.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      upstream.write(head)
      upstream.pipe(socket).pipe(upstream)
    })
    for (const end of [upstream, socket]) {
      end.on('error', () => {
        upstream.destroy()
        socket.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  return {
    toProxied: (url) => {
      const { origin: asked, pathname, search } = new URL(url)
      target = new URL(asked)
      return origin + pathname + search
    },
    addInitScript: (source) => void initScripts.push(source),
    route: (glob, handler) => void routes.set(toPath(glob), handler),
    unroute: (glob) => void routes.delete(toPath(glob)),
    errors,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
