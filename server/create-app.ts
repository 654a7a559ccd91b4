import cookie from '@fastify/cookie'
import fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify'
import type { Certificate } from './certificate.ts'
import { addControlRoute } from './control/control-route.ts'
import { addFileRoutes } from './file-routes.ts'
import { addHealthRoutes } from './health-routes.ts'
import { HttpError } from './http-error.ts'
import { addLiveRoute, addWebSocketSupport } from './live-routes.ts'
import { addMetricsRoute } from './metrics-route.ts'
import { addOriginCheck } from './origin-check.ts'
import { addPictureRoutes } from './picture-routes.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { recordError, type ServerContext } from './server-context.ts'
import { addStaffRoutes } from './staff-routes.ts'
import { createProxyTrust } from './trust-proxy.ts'

/** For routes without a limit of their own. */
const MAX_BODY_BYTES = 16 * 1024
/** From the first byte of a request to its last. */
const REQUEST_TIMEOUT_MS = 30_000

type AppOptions = {
  certificate?: Certificate | undefined
  names: readonly string[]
  /** Addresses of proxies on other computers. */
  proxies: readonly string[]
  pinHash?: string | null | undefined
}

/** The routes and hooks of the server, in the order in which a request meets them. */
export async function createApp(
  context: ServerContext,
  { certificate, names, proxies, pinHash }: AppOptions,
): Promise<FastifyInstance> {
  const app = fastify({
    ...(certificate ? { https: certificate } : {}),
    loggerInstance: context.log.logger,
    // Requests are not logged, for privacy; metrics count them, and errors are logged without addresses.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: createProxyTrust(proxies),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  } as object) as FastifyInstance
  app.removeContentTypeParser('text/plain')
  addErrorHandlers(app, context)
  await addWebSocketSupport(app)
  await app.register(cookie)
  await addSecurityHeaders(app)
  addOriginCheck(app, names, context.refusals.record)
  addMetricsRoute(app, context)
  addLiveRoute(app, context)
  addHealthRoutes(app, context)
  addControlRoute(app, context)
  addPictureRoutes(app, context)
  await addStaffRoutes(app, context, pinHash)
  await addFileRoutes(app, context.siteFolder, context.files)
  return app
}

function addErrorHandlers(app: FastifyInstance, context: ServerContext): void {
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'There is nothing here.' }))
  app.setErrorHandler((error: FastifyError, _, reply) => {
    const status = error.statusCode ?? 500
    if (error instanceof HttpError) return reply.code(status).send(error.body)
    if (status < 500) return reply.code(status).send({ error: error.message })
    recordError(context, 'answer-failed', error)
    return reply.code(status).send({ error: 'The server failed to answer; its log says why.' })
  })
}
