import { isIP } from 'node:net'
import { join } from 'node:path'
import fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify'
import { SongError } from '../../audio/errors.ts'
import { type Certificate, keepCertificate, readCertificate } from '../certificate.ts'
import { networkAddresses, networkNames } from '../network.ts'
import { addHeaders } from './headers.ts'
import { type LogForm, openLog } from './log.ts'
import { refuseOthers } from './same-site.ts'
import { serveFiles } from './serve-files.ts'
import { createSiteFiles } from './site-files.ts'

export type ServeOptions = {
  /** The built site's folder. */
  site: string
  /** What the server keeps: visits, logs, its certificate. */
  data: string
  /** Of the staff's PIN; without one there is no staff panel on the server. */
  pinHash?: string | undefined
  host?: string | undefined
  /** 0: any that is free. */
  port?: number | undefined
  /** Files of a certificate and its key, or 'own' for one that is made once and kept. Without, only for this computer. */
  https?: { cert: string; key: string } | 'own' | undefined
  /** By which this server may be called besides its network's own names and addresses. */
  names?: readonly string[] | undefined
  log?: LogForm | undefined
}

export type SiteServer = { url: string; close(): Promise<void> }

/**
 * Serves a built exhibit, and all that its pages ask of a server.
 * @throws {SongError} one sentence if it cannot start
 */
export async function serveSite(options: ServeOptions): Promise<SiteServer> {
  const { site, data, host = '127.0.0.1', port = 8443, https, log: form = 'readable' } = options
  if (!https && !isLoopback(host))
    throw new SongError('Without HTTPS only this computer can be served; add a certificate, or use 127.0.0.1.')
  const names = [...networkNames(), ...(options.names ?? []), ...(isIP(host) ? [] : [host])]
  const pair = https && (await certificate(https, data, names))
  const log = await openLog(join(data, 'logs'), form)
  const app = fastify({
    ...(pair ? { https: pair } : {}),
    loggerInstance: log.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 16_384,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
  } as object) as FastifyInstance
  const files = createSiteFiles(site)
  answerErrors(app)
  await addHeaders(app)
  refuseOthers(app, names)
  await serveFiles(app, site, files)
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    throw cannotListen(error, host, port)
  }
  const { port: found } = app.server.address() as { port: number }
  const shown =
    isLoopback(host) || isIP(host) === 0 ? (isIP(host) ? 'localhost' : host) : (networkAddresses()[0] ?? host)
  return {
    url: `${pair ? 'https' : 'http'}://${shown}:${found}/`,
    close: async () => {
      await app.close()
      await log.close()
    },
  }
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

const certificate = (
  https: { cert: string; key: string } | 'own',
  data: string,
  names: string[],
): Promise<Certificate> =>
  https === 'own'
    ? keepCertificate(join(data, 'certificate'), ['localhost', '127.0.0.1', ...names, ...networkAddresses()])
    : readCertificate(https)

function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'There is nothing here.' }))
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) request.log.error({ err: error }, 'an answer failed')
    return reply.code(status).send({ error: status < 500 ? error.message : 'Something went wrong here.' })
  })
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  const { code } = error as { code?: string }
  if (code === 'EADDRINUSE') return new SongError(`Port ${port} is taken; end what uses it, or choose another port.`)
  if (code === 'EACCES') return new SongError(`Port ${port} may not be used here; choose one above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new SongError(`“${host}” is no address of this computer; use 127.0.0.1, 0.0.0.0 or one of its own.`)
  return error
}
