import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createConnectionTracker } from './connections.ts'
import { createApp } from './create-app.ts'
import { type LogFormat, openLog } from './create-log.ts'
import { createDeviceRegistry } from './device-registry.ts'
import { listenOnLocalhost } from './localhost-listener.ts'
import { isLoopback, listNetworkAddresses, listNetworkNames } from './network.ts'
import { OperatorError } from './operator-error.ts'
import { type HttpsOption, loadServerCertificate } from './serve-certificate.ts'
import { recordError, type ServerContext } from './server-context.ts'
import { createSiteFiles } from './site-files.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { openVisitsStore } from './visits-store.ts'

export type ServeOptions = {
  /** The built site's folder. */
  siteFolder: string
  /** What the server keeps: visits, logs, its certificate. */
  dataFolder: string
  /** Of the staff's PIN; without one there is no staff panel on the server. */
  pinHash?: string | undefined
  host?: string | undefined
  /** 0: any that is free. */
  port?: number | undefined
  /** Files of a certificate and its key, or 'own' for one that is made once and kept. Without, only for this computer. */
  https?: HttpsOption
  /** With HTTPS: a second port, for this computer alone, without. */
  localPort?: number | undefined
  /** By which this server may be called besides its network's own names and addresses. */
  names?: readonly string[] | undefined
  logFormat?: LogFormat | undefined
  /** SIGTERM and SIGINT end the process in order; false: they are the caller's. */
  handleSignals?: boolean | undefined
}

export type SiteServer = {
  url: string
  /** For this computer alone, where there is a second port. */
  localUrl: string | null
  close(): Promise<void>
}

/**
 * Serves a built exhibit, and all that its pages ask of a server.
 * @throws {OperatorError} one sentence if it cannot start
 */
export async function serveSite(options: ServeOptions): Promise<SiteServer> {
  const { dataFolder: data, host = '127.0.0.1', port = 8443, https } = options
  if (!https && !isLoopback(host))
    throw new OperatorError('Without HTTPS only this computer can be served; add a certificate, or use 127.0.0.1.')
  const names = [...listNetworkNames(), ...(options.names ?? []), ...(isIP(host) ? [] : [host])]
  const certificate = await loadServerCertificate(https, data, names)
  const log = await openLog(join(data, 'logs'), options.logFormat ?? 'readable')
  const museum = await createServerContext(options, log, certificate?.readExpiryMs ?? (() => Infinity)).catch(
    async (error) => {
      await log.close()
      throw error
    },
  )
  const app = await createApp(museum, { certificate: certificate?.pair, names, pinHash: options.pinHash })
  app.addHook('onClose', async () => {
    await museum.visits.close()
    log.logger.info('the server ends')
    await log.close()
  })
  let door: Server | undefined
  const { track, closeAll: end } = createConnectionTracker(async () => {
    door?.close()
    door?.closeIdleConnections()
    await app.close()
  })
  track(app.server)
  try {
    await app.listen({ host, port })
    if (https && options.localPort !== undefined) {
      door = await listenOnLocalhost(app, options.localPort)
      track(door)
    }
  } catch (error) {
    await end()
    throw explainListenError(error, host, port)
  }
  const unfollow = certificate?.watchRenewal(app.server as unknown as SecureServer, (error) =>
    recordError(museum, 'certificate-failed', error),
  )
  const url = buildUrl(https ? 'https' : 'http', host, readPort(app.server))
  const localUrl = door ? buildUrl('http', 'localhost', readPort(door)) : null
  log.logger.info({ url, visits: museum.visits.countVisits() }, 'the server is open')
  const close = async () => {
    unfollow?.()
    unstop?.()
    await end()
  }
  const unstop = options.handleSignals === false ? undefined : stopOnSignals(end)
  return { url, localUrl, close }
}

async function createServerContext(
  { siteFolder: site, dataFolder: data }: ServeOptions,
  log: ServerContext['log'],
  ends: () => number,
): Promise<ServerContext> {
  const visits = await openVisitsStore(join(data, 'visits'))
  const museum: ServerContext = {
    version: readSongwalkVersion(),
    siteFolder: site,
    dataFolder: data,
    files: createSiteFiles(site),
    visits,
    devices: createDeviceRegistry(),
    log,
    errorCounts: {
      'answer-failed': 0,
      'counts-failed': 0,
      'counts-mended': 0,
      'live-refused': 0,
      'certificate-failed': 0,
    },
    connectionCounts: { piece: 0, spectator: 0 },
    certificateExpiresAtMs: ends,
  }
  for (const what of visits.store.repairs) recordError(museum, 'counts-mended', what)
  return museum
}

function readSongwalkVersion(): string {
  const file = fileURLToPath(new URL('../package.json', import.meta.url))
  return JSON.parse(readFileSync(file, 'utf8')).version
}

const readPort = (server: Server) => (server.address() as { port: number }).port

function buildUrl(scheme: string, host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? (listNetworkAddresses()[0] ?? 'localhost') : isLoopback(host) ? 'localhost' : host
  return `${scheme}://${isIP(name) === 6 ? `[${name}]` : name}:${port}/`
}

function explainListenError(error: unknown, host: string, port: number): unknown {
  const { code } = error as { code?: string }
  if (code === 'EADDRINUSE')
    return new OperatorError(`Port ${port} is taken; end what uses it, or choose another port.`)
  if (code === 'EACCES') return new OperatorError(`Port ${port} may not be used here; choose one above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new OperatorError(`“${host}” is no address of this computer; use 127.0.0.1, 0.0.0.0 or one of its own.`)
  return error
}
