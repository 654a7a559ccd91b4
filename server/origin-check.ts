import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HttpError } from './http-error.ts'
import type { RefusalKind } from './refusals.ts'
import { isForwarded } from './trust-proxy.ts'

const LIVE_PATH = '/live'

/**
 * Refuses requests from pages of other origins, and requests to other host names: after DNS rebinding, a foreign page
 * would have the server's own origin. A host that is an IP address cannot be rebound.
 * @param onRefusal told of requests as the server's own pages send them, which came through a proxy or had another name
 */
export function addOriginCheck(
  app: FastifyInstance,
  names: readonly string[],
  onRefusal: (kind: RefusalKind) => void,
): void {
  const ownNames = new Set(['localhost', ...names.map((name) => name.toLowerCase())])
  app.addHook('onRequest', async (request) => {
    const path = request.raw.url?.split('?')[0]
    const isFromPage = path === LIVE_PATH || (request.method === 'POST' && path?.startsWith('/api/') === true)
    const host = parseHostName(request.headers.host)
    if (host === null || !(ownNames.has(host) || isIP(host))) {
      if (isFromPage) onRefusal('name')
      throw new HttpError(421, 'This server does not have that name; use its address, or start it with --name.')
    }
    const isUpgrade = request.raw.headers.upgrade !== undefined
    if (path === LIVE_PATH && !isUpgrade && isForwarded(request)) onRefusal('upgrade')
    if ((request.method === 'GET' || request.method === 'HEAD') && !isUpgrade) return
    // Before the WebSocket plugin, which would write a line to the log.
    if (isUpgrade && path !== LIVE_PATH) throw new HttpError(404, 'There is nothing here.')
    if (isSameOrigin(request)) return
    if (isFromPage && isBehindProxy(request)) onRefusal('origin')
    throw new HttpError(403, 'Only pages of this server may send this request.')
  })
}

/** A page has the origin that it asks, unless a proxy changed the name on the way; browsers that tell do not lie. */
const isBehindProxy = (request: FastifyRequest): boolean =>
  (request.headers['sec-fetch-site'] ?? (isForwarded(request) ? 'same-origin' : null)) === 'same-origin'

/** Browsers send one of these headers with every POST and WebSocket; other clients send neither. */
function isSameOrigin({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  const { origin } = headers
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  // A proxy may name the port that the scheme has anyway.
  const { protocol, host } = new URL(origin)
  const own = `${protocol}//${headers.host}`
  return URL.canParse(own) && new URL(own).host === host
}

function parseHostName(header: string | undefined): string | null {
  if (!header || !/^[\w.:[\]-]{1,255}$/.test(header) || !URL.canParse(`http://${header}`)) return null
  return new URL(`http://${header}`).hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase()
}
