import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SongError } from '../audio/errors.ts'
import { createConnections } from './connections.ts'
import { createApp } from './create-app.ts'
import { type LogForm, openLog } from './create-log.ts'
import { createClients } from './device-registry.ts'
import { openLocalDoor } from './localhost-listener.ts'
import { networkAddresses, networkNames } from './network.ts'
import { type Https, openCertificate } from './serve-certificate.ts'
import { type Museum, noteTrouble } from './server-context.ts'
import { createSiteFiles } from './site-files.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { openVisits } from './visits-store.ts'

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
  https?: Https
  /** With HTTPS: a second port, for this computer alone, without. */
  localPort?: number | undefined
  /** By which this server may be called besides its network's own names and addresses. */
  names?: readonly string[] | undefined
  log?: LogForm | undefined
  /** SIGTERM and SIGINT end the process in order; false: they are the caller's. */
  signals?: boolean | undefined
}

export type SiteServer = {
  url: string
  /** For this computer alone, where there is a second port. */
  localUrl: string | null
  close(): Promise<void>
}

/**
 * Serves a built exhibit, and all that its pages ask of a server.
 * @throws {SongError} one sentence if it cannot start
 */
export async function serveSite(options: ServeOptions): Promise<SiteServer> {
  const { data, host = '127.0.0.1', port = 8443, https } = options
  if (!https && !isLoopback(host))
    throw new SongError('Without HTTPS only this computer can be served; add a certificate, or use 127.0.0.1.')
  const names = [...networkNames(), ...(options.names ?? []), ...(isIP(host) ? [] : [host])]
  const certificate = await openCertificate(https, data, names)
  const log = await openLog(join(data, 'logs'), options.log ?? 'readable')
  const museum = await openMuseum(options, log, certificate?.ends ?? (() => Infinity)).catch(async (error) => {
    await log.close()
    throw error
  })
  const app = await createApp(museum, { pair: certificate?.pair, names, pinHash: options.pinHash })
  app.addHook('onClose', async () => {
    await museum.visits.close()
    log.logger.info('the server ends')
    await log.close()
  })
  let door: Server | undefined
  const { track, end } = createConnections(async () => {
    door?.close()
    door?.closeIdleConnections()
    await app.close()
  })
  track(app.server)
  try {
    await app.listen({ host, port })
    if (https && options.localPort !== undefined) {
      door = await openLocalDoor(app, options.localPort)
      track(door)
    }
  } catch (error) {
    await end()
    throw cannotListen(error, host, port)
  }
  const unfollow = certificate?.follow(app.server as unknown as SecureServer, (error) =>
    noteTrouble(museum, 'certificate-failed', error),
  )
  const url = urlOf(https ? 'https' : 'http', host, portOf(app.server))
  const localUrl = door ? urlOf('http', 'localhost', portOf(door)) : null
  log.logger.info({ url, visits: museum.visits.total() }, 'the server is open')
  const close = async () => {
    unfollow?.()
    unstop?.()
    await end()
  }
  const unstop = options.signals === false ? undefined : stopOnSignals(end)
  return { url, localUrl, close }
}

async function openMuseum({ site, data }: ServeOptions, log: Museum['log'], ends: () => number): Promise<Museum> {
  const visits = await openVisits(join(data, 'visits'))
  const museum: Museum = {
    version: songwalkVersion(),
    site,
    data,
    files: createSiteFiles(site),
    visits,
    clients: createClients(),
    log,
    troubles: {
      'answer-failed': 0,
      'counts-failed': 0,
      'counts-mended': 0,
      'live-refused': 0,
      'certificate-failed': 0,
    },
    live: { piece: 0, spectator: 0 },
    certificateEnds: ends,
  }
  for (const what of visits.store.mended) noteTrouble(museum, 'counts-mended', what)
  return museum
}

function songwalkVersion(): string {
  const file = fileURLToPath(new URL('../package.json', import.meta.url))
  return JSON.parse(readFileSync(file, 'utf8')).version
}

const portOf = (server: Server) => (server.address() as { port: number }).port

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

function urlOf(scheme: string, host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? (networkAddresses()[0] ?? 'localhost') : isLoopback(host) ? 'localhost' : host
  return `${scheme}://${isIP(name) === 6 ? `[${name}]` : name}:${port}/`
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  const { code } = error as { code?: string }
  if (code === 'EADDRINUSE') return new SongError(`Port ${port} is taken; end what uses it, or choose another port.`)
  if (code === 'EACCES') return new SongError(`Port ${port} may not be used here; choose one above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new SongError(`“${host}” is no address of this computer; use 127.0.0.1, 0.0.0.0 or one of its own.`)
  return error
}
