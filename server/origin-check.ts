import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** An answer that is meant: its status, and one sentence or what else a page is told. */
export class HttpError extends Error {
  readonly statusCode: number
  readonly body: object

  constructor(statusCode: number, message: string, answer: object = { error: message }) {
    super(message)
    this.statusCode = statusCode
    this.body = answer
  }
}

/**
 * Nobody else's page may ask this server. Names other than its own are refused: a page of another name that was led to
 * this address (DNS rebinding) would count as its own. An address in the Host header cannot be led anywhere.
 */
export function addOriginCheck(app: FastifyInstance, names: readonly string[]): void {
  const own = new Set(['localhost', ...names.map((name) => name.toLowerCase())])
  app.addHook('onRequest', async (request) => {
    const host = parseHostName(request.headers.host)
    if (host === null || !(own.has(host) || isIP(host)))
      throw new HttpError(421, 'This server is not called so; use its address, or start it with this name.')
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (request.raw.headers.upgrade === undefined) return
    }
    if (!isSameOrigin(request)) throw new HttpError(403, 'Only the pages of this server may do that.')
  })
}

/** Browsers say who asks with every POST and WebSocket; who says nothing is no browser. */
function isSameOrigin({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  const { origin } = headers
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === headers.host?.toLowerCase()
}

function parseHostName(header: string | undefined): string | null {
  if (!header || !/^[\w.:[\]-]{1,255}$/.test(header) || !URL.canParse(`http://${header}`)) return null
  return new URL(`http://${header}`).hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase()
}
