import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HttpError } from './http-error.ts'

/**
 * Refuses requests from pages of other origins, and requests to other host names: after DNS rebinding, a foreign page
 * would have the server's own origin. A host that is an IP address cannot be rebound.
 */
export function addOriginCheck(app: FastifyInstance, names: readonly string[]): void {
  const ownNames = new Set(['localhost', ...names.map((name) => name.toLowerCase())])
  app.addHook('onRequest', async (request) => {
    const host = parseHostName(request.headers.host)
    if (host === null || !(ownNames.has(host) || isIP(host)))
      throw new HttpError(421, 'This server does not have that name; use its address, or start it with --name.')
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (request.raw.headers.upgrade === undefined) return
    }
    // Before the WebSocket plugin, which would write a line to the log.
    if (request.raw.headers.upgrade !== undefined && request.raw.url?.split('?')[0] !== '/live')
      throw new HttpError(404, 'There is nothing here.')
    if (!isSameOrigin(request)) throw new HttpError(403, 'Only pages of this server may send this request.')
  })
}

/** Browsers send one of these headers with every POST and WebSocket; other clients send neither. */
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
