import fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify'
import type { Certificate } from './certificate.ts'
import { addHeaders } from './headers.ts'
import { serveHealth } from './health-routes.ts'
import { serveLive, takeWebSockets } from './live-routes.ts'
import { serveMetrics } from './metrics.ts'
import { Refusal, refuseOthers } from './origin-check.ts'
import { serveFiles } from './serve-files.ts'
import { type Museum, noteTrouble } from './server-context.ts'
import { serveStaff } from './staff-routes.ts'

/** Of a body, unless its route takes more. Bytes. */
const BODY = 16 * 1024
/** From its first byte, a request must be whole. Milliseconds. */
const PATIENCE = 30_000

type Options = { pair?: Certificate | undefined; names: readonly string[]; pinHash?: string | undefined }

/** All that is asked of the server, in the order in which a request meets it. */
export async function createApp(museum: Museum, { pair, names, pinHash }: Options): Promise<FastifyInstance> {
  const app = fastify({
    ...(pair ? { https: pair } : {}),
    loggerInstance: museum.log.logger,
    // Who asked for what is nobody's business; metrics count, and what fails is written down without a name.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY,
    requestTimeout: PATIENCE,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  } as object) as FastifyInstance
  app.removeContentTypeParser('text/plain')
  answerErrors(app, museum)
  await takeWebSockets(app)
  await addHeaders(app)
  refuseOthers(app, names)
  serveMetrics(app, museum)
  serveLive(app, museum)
  serveHealth(app, museum)
  await serveStaff(app, museum, pinHash)
  await serveFiles(app, museum.site, museum.files)
  return app
}

function answerErrors(app: FastifyInstance, museum: Museum): void {
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'There is nothing here.' }))
  app.setErrorHandler((error: FastifyError, _, reply) => {
    const status = error.statusCode ?? 500
    if (error instanceof Refusal) return reply.code(status).send(error.answer)
    if (status < 500) return reply.code(status).send({ error: error.message })
    noteTrouble(museum, 'answer-failed', error)
    return reply.code(status).send({ error: 'Something went wrong here.' })
  })
}
