import { X509Certificate } from 'node:crypto'
import type { Server } from 'node:https'
import { join } from 'node:path'
import { type Certificate, createCertificate, loadOrCreateCertificate, readCertificate } from './certificate.ts'
import { listNetworkAddresses } from './network.ts'
import { OperatorError } from './operator-error.ts'

/** Certificates are renewed while the server runs. */
const RELOAD_INTERVAL_MS = 5 * 60 * 1000

export type HttpsOption = { cert: string; key: string } | 'own' | undefined

export type ServerCertificate = {
  current: () => Certificate
  /** Why the given certificate is not used, or the own one not kept; null if all is well. */
  problem: () => string | null
  /** Of a given certificate: milliseconds since 1970; Infinity for the own one, which renews itself. */
  expiresAtMs: () => number
  /** Reads the certificate again, and uses it if it has changed. */
  renew: (server: Pick<Server, 'setSecureContext'>) => Promise<void>
  /** @returns stops watching */
  watchRenewal: (server: Pick<Server, 'setSecureContext'>, onProblem: (problem: string) => void) => () => void
}

/**
 * The certificate of the server, which follows renewals; null without HTTPS. While a given one cannot be used (expired,
 * not valid yet, not readable), the server has one of its own: it must open in the morning.
 */
export async function loadServerCertificate(
  https: HttpsOption,
  dataFolder: string,
  names: readonly string[],
  now: () => Date = () => new Date(),
): Promise<ServerCertificate | null> {
  if (!https) return null
  let unkept: Certificate | null = null
  let problem: string | null = null
  let expiresAtMs = Infinity

  async function loadOwn(): Promise<Certificate> {
    const hosts = ['localhost', '127.0.0.1', ...names, ...listNetworkAddresses()]
    try {
      return await loadOrCreateCertificate(join(dataFolder, 'certificate'), hosts, now())
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error
      problem = [problem, error.message].filter((sentence) => sentence !== null).join(' ')
      unkept ??= await createCertificate(hosts, now())
      return unkept
    }
  }

  async function load(): Promise<Certificate> {
    problem = null
    expiresAtMs = Infinity
    if (!https || https === 'own') return loadOwn()
    try {
      const certificate = await readCertificate(https, now())
      expiresAtMs = Date.parse(new X509Certificate(certificate.cert).validTo)
      return certificate
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error
      problem = `${error.message} Until then a certificate of songwalk’s own is used: devices warn once.`
      return loadOwn()
    }
  }

  let certificate = await load()
  const renew = async (server: Pick<Server, 'setSecureContext'>) => {
    const next = await load()
    if (next.cert === certificate.cert) return
    server.setSecureContext(next)
    certificate = next
  }
  return {
    current: () => certificate,
    problem: () => problem,
    expiresAtMs: () => expiresAtMs,
    renew,
    watchRenewal(server, onProblem) {
      let told: string | null = null
      const tell = () => {
        if (problem !== null && problem !== told) onProblem(problem)
        told = problem
      }
      tell()
      const timer = setInterval(() => renew(server).then(tell, (error) => onProblem(String(error))), RELOAD_INTERVAL_MS)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}
