import type { Server } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { AlarmConfig } from '../protocol/alarm-config.ts'
import type { ControlConfig } from '../protocol/control-config.ts'
import type { AlarmTimes } from './alarms/alarms.ts'
import { createConnectionTracker } from './connection-tracker.ts'
import { createApp } from './create-app.ts'
import { createServerContext } from './create-server-context.ts'
import { listenOnLocalhost } from './localhost-listener.ts'
import { isLoopback, listNetworkAddresses, listNetworkNames } from './network.ts'
import { type LogFormat, openLog } from './open-log.ts'
import { OperatorError } from './operator-error.ts'
import { type HttpsOption, loadServerCertificate } from './server-certificate.ts'
import { type BuildProblem, recordError } from './server-context.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { scheduleDailyCopies } from './visits/schedule-daily-copies.ts'
import { watchClock } from './watch-clock.ts'

export type ServeOptions = {
  /** The folder of the built site. */
  siteFolder: string
  /** The folder for visits, logs and the certificate. */
  dataFolder: string
  /** Hash of the staff's PIN; without it the server has no staff panel. Null: there may be one, but it is not known. */
  pinHash?: string | null | undefined
  /** Who is told of devices that fall silent. */
  alarm?: AlarmConfig | undefined
  alarmTimes?: AlarmTimes | undefined
  /** The house's show control; without it, no UDP port is open and nothing is sent. */
  control?: ControlConfig | undefined
  /** Asked whenever health is told. */
  readBuildProblem?: (() => Promise<BuildProblem | null>) | undefined
  host?: string | undefined
  /** 0: any free port. */
  port?: number | undefined
  /** Files of a certificate and its key, or 'own' for a self-signed one. Without HTTPS, `host` must be a loopback. */
  https?: HttpsOption
  /** With HTTPS: a second port with HTTP, for this computer only. */
  localPort?: number | undefined
  /** Further host names of this server. */
  names?: readonly string[] | undefined
  /** Addresses of proxies on other computers, whose word on where requests come from is taken. */
  proxies?: readonly string[] | undefined
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
  alarm,
  alarmTimes,
  control,
  readBuildProblem = async () => null,
  host = '127.0.0.1',
  port = 8443,
  https,
  localPort,
  names = [],
  proxies = [],
  languages = [],
  logFormat = 'readable',
  handleSignals = true,
}: ServeOptions): Promise<SiteServer> {
  if (!https && !isLoopback(host))
    throw new OperatorError('Without HTTPS only this computer can be served; add a certificate, or use 127.0.0.1.')
  const ownNames = [...listNetworkNames(), ...names, ...(isIP(host) ? [] : [host])]
  const certificate = await loadServerCertificate(https, dataFolder, ownNames)
  const log = await openLog(join(dataFolder, 'logs'), logFormat)
  const context = await createServerContext({
    siteFolder,
    dataFolder,
    log,
    certificate,
    readBuildProblem,
    languages,
    alarm,
    alarmTimes,
    control,
  }).catch(async (error) => {
    await log.close()
    throw error
  })
  const stopCopies = scheduleDailyCopies(context.visits)
  const stopClock = watchClock((byMs) => {
    log.logger.warn({ seconds: Math.round(byMs / 1000) }, 'the clock was set')
    const corrections = [
      context.closings.correctClock(byMs),
      context.visits.correctClock(byMs),
      certificate?.renew(app.server as unknown as SecureServer),
    ]
    for (const correction of corrections) correction?.catch((error) => recordError(context, 'counts-failed', error))
  })
  const app = await createApp(context, { certificate: certificate?.current(), names: ownNames, proxies, pinHash })
  app.addHook('onClose', async () => {
    stopCopies()
    stopClock()
    await context.alarms?.close()
    await context.showControl.close()
    await context.others.close()
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
    await app.listen({ host, port }).catch((error) => {
      throw explainListenError(error, host, port)
    })
    if (https && localPort !== undefined) {
      localServer = await listenOnLocalhost(app, localPort).catch((error) => {
        throw explainListenError(error, '127.0.0.1', localPort)
      })
      track(localServer)
    }
  } catch (error) {
    await closeAll()
    throw error
  }
  const stopWatching = certificate?.watchRenewal(app.server as unknown as SecureServer, (problem) =>
    recordError(context, 'certificate-failed', problem),
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
