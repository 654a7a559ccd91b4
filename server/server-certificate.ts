import { X509Certificate } from 'node:crypto'
import type { Server } from 'node:https'
import { join } from 'node:path'
import { type Certificate, loadOrCreateCertificate, readCertificate } from './certificate.ts'
import { listNetworkAddresses } from './network.ts'

/** Certificates are renewed while the server runs. */
const RELOAD_INTERVAL_MS = 60 * 60 * 1000

export type HttpsOption = { cert: string; key: string } | 'own' | undefined

/** The certificate of the server, which follows renewals; null without HTTPS. */
export async function loadServerCertificate(https: HttpsOption, dataFolder: string, names: readonly string[]) {
  if (!https) return null
  const load = (): Promise<Certificate> =>
    https === 'own'
      ? loadOrCreateCertificate(join(dataFolder, 'certificate'), [
          'localhost',
          '127.0.0.1',
          ...names,
          ...listNetworkAddresses(),
        ])
      : readCertificate(https)
  let certificate = await load()
  return {
    initial: certificate,
    readExpiryMs: () => Date.parse(new X509Certificate(certificate.cert).validTo),
    /** @returns stops watching */
    watchRenewal(server: Server, onError: (error: unknown) => void): () => void {
      const timer = setInterval(async () => {
        try {
          const next = await load()
          if (next.cert === certificate.cert) return
          server.setSecureContext(next)
          certificate = next
        } catch (error) {
          onError(error)
        }
      }, RELOAD_INTERVAL_MS)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}
