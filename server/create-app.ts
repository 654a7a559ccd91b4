import fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify'
import type { Certificate } from './certificate.ts'
import { addSecurityHeaders } from './headers.ts'
import { addHealthRoutes } from './health-routes.ts'
import { addLiveRoute, addWebSocketSupport } from './live-routes.ts'
import { addMetricsRoute } from './metrics.ts'
import { addOriginCheck, HttpError } from './origin-check.ts'
import { addFileRoutes } from './serve-files.ts'
import { recordError, type ServerContext } from './server-context.ts'
import { addStaffRoutes } from './staff-routes.ts'

/** Of a body, unless its route takes more. Bytes. */
const MAX_BODY_BYTES = 16 * 1024
/** From its first byte, a request must be whole. Milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000

type AppOptions = { certificate?: Certificate | undefined; names: readonly string[]; pinHash?: string | undefined }

/** All that is asked of the server, in the order in which a request meets it. */
export async function createApp(
  museum: ServerContext,
  { certificate: pair, names, pinHash }: AppOptions,
): Promise<FastifyInstance> {
  const app = fastify({
    ...(pair ? { https: pair } : {}),
    loggerInstance: museum.log.logger,
    // Who asked for what is nobody's business; metrics count, and what fails is written down without a name.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  } as object) as FastifyInstance
  app.removeContentTypeParser('text/plain')
  addErrorHandlers(app, museum)
  await addWebSocketSupport(app)
  await addSecurityHeaders(app)
  addOriginCheck(app, names)
  addMetricsRoute(app, museum)
  addLiveRoute(app, museum)
  addHealthRoutes(app, museum)
  await addStaffRoutes(app, museum, pinHash)
  await addFileRoutes(app, museum.siteFolder, museum.files)
  return app
}

function addErrorHandlers(app: FastifyInstance, museum: ServerContext): void {
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'There is nothing here.' }))
  app.setErrorHandler((error: FastifyError, _, reply) => {
    const status = error.statusCode ?? 500
    if (error instanceof HttpError) return reply.code(status).send(error.body)
    if (status < 500) return reply.code(status).send({ error: error.message })
    recordError(museum, 'answer-failed', error)
    return reply.code(status).send({ error: 'Something went wrong here.' })
  })
}
