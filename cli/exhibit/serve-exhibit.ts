import { realpath } from 'node:fs/promises'
import { isIP } from 'node:net'
import { listNetworkAddresses } from '../../server/network.ts'
import { isExpectedError, OperatorError } from '../../server/operator-error.ts'
import { serveSite } from '../../server/serve-site.ts'
import { renderQrCode, selfSignedCertificateHelp } from '../announce.ts'
import { getDataFolder } from './analysis-cache.ts'
import { ensureAppBuilt } from './build-app.ts'
import { type BuildReporter, buildExhibit } from './build-exhibit.ts'
import { lockFolders } from './folder-lock.ts'
import { readExhibit } from './read-exhibit.ts'
import { isSiteComplete, readRelease, recoverSite, resolveSiteFolder } from './site-folder.ts'

const DEFAULT_HTTP_PORT = 8080
const DEFAULT_HTTPS_PORT = 8443

export type ServeArguments = {
  out: string
  host: string
  port?: number | undefined
  localPort?: number | undefined
  cert?: string | undefined
  key?: string | undefined
  names: readonly string[]
}

/**
 * Builds an exhibit and serves it until the signal is aborted. A build that fails, for a full disk or a file that was
 * lost, does not keep a piece closed that was built before.
 * @throws {OperatorError} one sentence
 */
export async function serveExhibit(
  folder: string,
  { out, host, port, localPort, cert, key, names }: ServeArguments,
  events: BuildReporter,
  signal: AbortSignal,
  app = ensureAppBuilt,
): Promise<void> {
  if ((cert === undefined) !== (key === undefined))
    throw new OperatorError('--cert and --key are given together or not at all.')
  const built = await buildExhibit(folder, out, events, signal, app).catch((error: unknown) => {
    if (signal.aborted) throw error
    return findPreviousSite(folder, out, error, events.printNote)
  })
  const alone = isLoopback(host)
  const server = await serveSite({
    siteFolder: built.site,
    dataFolder: getDataFolder(await realpath(folder)),
    pinHash: built.pinHash,
    host,
    port: port ?? (alone ? DEFAULT_HTTP_PORT : DEFAULT_HTTPS_PORT),
    https: cert !== undefined && key !== undefined ? { cert, key } : alone ? undefined : 'own',
    localPort: alone ? undefined : (localPort ?? DEFAULT_HTTP_PORT),
    names,
    handleSignals: false,
  })
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  console.log(formatAnnouncement(server.url, alone, cert === undefined, localPort ?? DEFAULT_HTTP_PORT))
  if (!signal.aborted) await stopped
  await server.close()
}

/** What was built before, if that is whole; otherwise the error stands. */
async function findPreviousSite(folder: string, out: string, error: unknown, note: (sentence: string) => void) {
  const site = await resolveSiteFolder(out)
  // Unless another process is at it.
  const letGo = await lockFolders([site]).catch(() => null)
  if (letGo) await recoverSite(site).catch(() => {})
  letGo?.()
  if (!isExpectedError(error) || !(await isSiteComplete(site, await readRelease(site)))) throw error
  note(`This exhibit cannot be built now, so the one from before is shown. What is wrong:\n${error.message}`)
  const read = await readExhibit(folder).catch(() => null)
  return { site, pinHash: read?.pinHash }
}

function formatAnnouncement(url: string, alone: boolean, own: boolean, localPort: number): string {
  if (alone)
    return `\nThe exhibit is open, on this computer alone:\n\n  ${url}\n  ${url}spectator.html (second screen)\n\nCtrl+C ends it.\n`
  const others = listNetworkAddresses()
    .slice(1)
    .map((address) => `\n  or, in another network,  ${url.replace(/\/\/[^:/]+/, `//${address}`)}`)
  return `
The exhibit is open to your network:

  ${url}${others.join('')}
  ${url}spectator.html (second screen)
  http://localhost:${localPort}/ (on this computer, without a certificate)

${renderQrCode(url)}

${own ? selfSignedCertificateHelp : 'Open it in the headset’s browser under the name that is in the certificate. Ctrl+C ends it.'}
`
}

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
