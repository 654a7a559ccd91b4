import { realpath } from 'node:fs/promises'
import { formatHour } from '../../protocol/counts.ts'
import type { ExhibitConfig } from '../../protocol/curator-config.ts'
import { isLoopback, listNetworkAddresses } from '../../server/network.ts'
import { OperatorError } from '../../server/operator-error.ts'
import { serveSite } from '../../server/serve-site.ts'
import type { BuildProblem } from '../../server/server-context.ts'
import { renderQrCode, selfSignedCertificateHelp } from '../announce.ts'
import { adoptTimeZone } from './adopt-time-zone.ts'
import { getDataFolder } from './analysis-cache.ts'
import { supportedLanguages } from './available-languages.ts'
import { ensureAppBuilt } from './build-app.ts'
import { type BuildReporter, buildExhibit } from './build-exhibit.ts'
import { lockFolders } from './folder-lock.ts'
import { readLastBuild, recordFailure } from './last-build.ts'
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
  proxies: readonly string[]
}

/**
 * Builds an exhibit and serves it until the signal is aborted. If the build fails, for example with a full disk or a
 * missing song, the site of the previous build is served.
 * @throws {OperatorError} one sentence
 */
export async function serveExhibit(
  folder: string,
  { out, host, port, localPort = DEFAULT_HTTP_PORT, cert, key, names, proxies }: ServeArguments,
  reporter: BuildReporter,
  signal: AbortSignal,
  ensureApp = ensureAppBuilt,
): Promise<void> {
  if ((cert === undefined) !== (key === undefined)) throw new OperatorError('Give --cert and --key together.')
  const built: SiteToServe = await buildExhibit(folder, out, reporter, signal, ensureApp).catch((error: unknown) => {
    if (signal.aborted) throw error
    return findPreviousSite(folder, out, error, reporter.printNote)
  })
  await adoptTimeZone(built.site)
  const home = await realpath(folder)
  const openedAt = Date.now()
  const isLocal = isLoopback(host)
  const server = await serveSite({
    siteFolder: built.site,
    dataFolder: getDataFolder(home),
    pinHash: built.pinHash,
    alarm: built.alarm,
    control: built.control,
    readBuildProblem: async () =>
      built.buildProblem && ((await readLastBuild(home))?.builtAt ?? 0) < openedAt ? built.buildProblem : null,
    host,
    port: port ?? (isLocal ? DEFAULT_HTTP_PORT : DEFAULT_HTTPS_PORT),
    https: cert !== undefined && key !== undefined ? { cert, key } : isLocal ? undefined : 'own',
    localPort: isLocal ? undefined : localPort,
    names,
    proxies,
    languages: supportedLanguages,
    handleSignals: false,
  })
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  console.log(
    isLocal
      ? formatLocalAnnouncement(server.url)
      : formatNetworkAnnouncement(server.url, localPort, cert === undefined),
  )
  if (!signal.aborted) await aborted
  await server.close()
}

type SiteToServe = {
  site: string
  pinHash: string | null | undefined
  alarm: ExhibitConfig['alarm'] | undefined
  control: ExhibitConfig['control'] | undefined
  buildProblem?: BuildProblem
}

/** The site of the previous build if it is complete; otherwise the error of the failed build is thrown. */
async function findPreviousSite(
  folder: string,
  out: string,
  error: unknown,
  printNote: (sentence: string) => void,
): Promise<SiteToServe> {
  const site = await resolveSiteFolder(out)
  // Another process that builds the site recovers it itself.
  const unlock = await lockFolders([site]).catch(() => null)
  if (unlock) await recoverSite(site).catch(() => {})
  await unlock?.()
  if (!(error instanceof OperatorError) || !(await isSiteComplete(site, await readRelease(site)))) throw error
  printNote(`This exhibit cannot be built now; the previous build is served. What is wrong:\n${error.message}`)
  const home = await realpath(folder)
  const [parsed, last] = [await readExhibit(folder).catch(() => null), await readLastBuild(home)]
  const since = await recordFailure(home, Date.now())
  return {
    site,
    // A PIN that cannot be read now is the one from before; it is never taken for none.
    pinHash: parsed?.pinHash ?? (last?.pinHash === null ? undefined : (last?.pinHash ?? null)),
    alarm: parsed?.exhibit?.alarm ?? last?.alarm ?? undefined,
    control: (parsed?.exhibit ?? last)?.control ?? undefined,
    buildProblem: { since: formatLocalTime(since), why: error.message },
  }
}

/** `2027-03-01 14:05` */
const formatLocalTime = (milliseconds: number): string =>
  `${formatHour(milliseconds).slice(0, 13).replace('T', ' ')}:${String(new Date(milliseconds).getMinutes()).padStart(2, '0')}`

const formatLocalAnnouncement = (url: string): string => `
The exhibit is open, on this computer only:

  ${url}
  ${url}spectator.html (second screen)

Press Ctrl+C to end.
`

function formatNetworkAnnouncement(url: string, localPort: number, isSelfSigned: boolean): string {
  const others = listNetworkAddresses()
    .slice(1)
    .map((address) => `\n  or, in another network,  ${url.replace(/\/\/[^:/]+/, `//${address}`)}`)
  return `
The exhibit is open to your network:

  ${url}${others.join('')}
  ${url}spectator.html (second screen)
  http://localhost:${localPort}/ (on this computer, without a certificate)

${renderQrCode(url)}

${isSelfSigned ? selfSignedCertificateHelp : 'Open it in the headset’s browser under the name in the certificate. Press Ctrl+C to end.'}
`
}
