import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createConnectionTracker } from './connection-tracker.ts'
import { createApp } from './create-app.ts'
import { createDeviceRegistry } from './device-registry.ts'
import { listenOnLocalhost } from './localhost-listener.ts'
import { isLoopback, listNetworkAddresses, listNetworkNames } from './network.ts'
import { type LogFormat, openLog } from './open-log.ts'
import { OperatorError } from './operator-error.ts'
import { type HttpsOption, loadServerCertificate } from './server-certificate.ts'
import { recordError, type ServerContext } from './server-context.ts'
import { createSiteFiles } from './site-files.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { createKnownExhibitReader } from './visits/known-exhibit.ts'
import { scheduleDailyCopies } from './visits/schedule-daily-copies.ts'
import { openVisitsStore } from './visits/visits-store.ts'

export type ServeOptions = {
  /** The folder of the built site. */
  siteFolder: string
  /** The folder for visits, logs and the certificate. */
  dataFolder: string
  /** Hash of the staff's PIN; without it the server has no staff panel. */
  pinHash?: string | undefined
  host?: string | undefined
  /** 0: any free port. */
  port?: number | undefined
  /** Files of a certificate and its key, or 'own' for a self-signed one. Without HTTPS, `host` must be a loopback. */
  https?: HttpsOption
  /** With HTTPS: a second port with HTTP, for this computer only. */
  localPort?: number | undefined
  /** Further host names of this server. */
  names?: readonly string[] | undefined
  /** The languages that songwalk has; without them, visits in any language are counted by it. */
  languages?: readonly string[] | undefined
  logFormat?: LogFormat | undefined
  /** SIGTERM and SIGINT close the server and end the process. */
  handleSignals?: boolean | undefined
}

export type SiteServer = {
  url: string
  /** Null without a second port. */
  localUrl: string | null
  close(): Promise<void>
}

/**
 * Serves a built exhibit with the API of its pages.
 * @throws {OperatorError} one sentence if it cannot start
 */
export async function serveSite({
  siteFolder,
  dataFolder,
  pinHash,
  host = '127.0.0.1',
  port = 8443,
  https,
  localPort,
  names = [],
  languages = [],
  logFormat = 'readable',
  handleSignals = true,
}: ServeOptions): Promise<SiteServer> {
  if (!https && !isLoopback(host))
    throw new OperatorError('Without HTTPS only this computer can be served; add a certificate, or use 127.0.0.1.')
  const ownNames = [...listNetworkNames(), ...names, ...(isIP(host) ? [] : [host])]
  const certificate = await loadServerCertificate(https, dataFolder, ownNames)
  const log = await openLog(join(dataFolder, 'logs'), logFormat)
  const certificateExpiresAtMs = certificate?.readExpiryMs ?? (() => Infinity)
  const context = await createServerContext({ siteFolder, dataFolder, log, certificateExpiresAtMs }, languages).catch(
    async (error) => {
      await log.close()
      throw error
    },
  )
  const stopCopies = scheduleDailyCopies(context.visits)
  const app = await createApp(context, { certificate: certificate?.initial, names: ownNames, pinHash })
  app.addHook('onClose', async () => {
    stopCopies()
    await context.visits.close()
    log.logger.info('the server has closed')
    await log.close()
  })
  let localServer: Server | undefined
  const { track, closeAll } = createConnectionTracker(async () => {
    localServer?.close()
    localServer?.closeIdleConnections()
    await app.close()
  })
  track(app.server)
  try {
    await app.listen({ host, port })
    if (https && localPort !== undefined) {
      localServer = await listenOnLocalhost(app, localPort)
      track(localServer)
    }
  } catch (error) {
    await closeAll()
    throw explainListenError(error, host, port)
  }
  const stopWatching = certificate?.watchRenewal(app.server as unknown as SecureServer, (error) =>
    recordError(context, 'certificate-failed', error),
  )
  const url = buildUrl(https ? 'https' : 'http', host, readPort(app.server))
  const localUrl = localServer ? buildUrl('http', 'localhost', readPort(localServer)) : null
  log.logger.info({ url, visits: context.visits.totals().all.visits }, 'the server is open')
  const removeSignalHandlers = handleSignals ? stopOnSignals(closeAll) : undefined
  const close = async () => {
    stopWatching?.()
    removeSignalHandlers?.()
    await closeAll()
  }
  return { url, localUrl, close }
}

async function createServerContext(
  options: Pick<ServerContext, 'siteFolder' | 'dataFolder' | 'log' | 'certificateExpiresAtMs'>,
  languages: readonly string[],
): Promise<ServerContext> {
  const files = createSiteFiles(options.siteFolder)
  const readKnown = createKnownExhibitReader(files.readIndex, options.dataFolder, languages)
  const visits = await openVisitsStore(join(options.dataFolder, 'visits'), { readKnown })
  const context: ServerContext = {
    ...options,
    version: readSongwalkVersion(),
    files,
    visits,
    devices: createDeviceRegistry(),
    errorCounts: {
      'answer-failed': 0,
      'counts-failed': 0,
      'counts-mended': 0,
      'live-refused': 0,
      'certificate-failed': 0,
    },
    connectionCounts: { piece: 0, spectator: 0 },
  }
  for (const repair of visits.notes()) recordError(context, 'counts-mended', repair)
  return context
}

function readSongwalkVersion(): string {
  const file = fileURLToPath(new URL('../package.json', import.meta.url))
  return JSON.parse(readFileSync(file, 'utf8')).version
}

const readPort = (server: Server) => (server.address() as { port: number }).port

function buildUrl(scheme: string, host: string, port: number): string {
  const isEveryAddress = host === '0.0.0.0' || host === '::'
  const name = isEveryAddress ? (listNetworkAddresses()[0] ?? 'localhost') : isLoopback(host) ? 'localhost' : host
  return `${scheme}://${isIP(name) === 6 ? `[${name}]` : name}:${port}/`
}

function explainListenError(error: unknown, host: string, port: number): unknown {
  const { code } = error as { code?: string }
  if (code === 'EADDRINUSE')
    return new OperatorError(`Port ${port} is taken; end the program that uses it, or choose another port.`)
  if (code === 'EACCES') return new OperatorError(`Port ${port} is reserved for administrators; choose one above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new OperatorError(`“${host}” is not an address of this computer; use 127.0.0.1, 0.0.0.0 or one of its own.`)
  return error
}
